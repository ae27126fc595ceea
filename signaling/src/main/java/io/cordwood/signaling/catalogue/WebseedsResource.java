package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.Json;
import io.cordwood.swarm.content.TitleId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Heartbeats of webseeds (PROTOCOL §4.2). */
@Path("/v1/webseeds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "webseeds")
public class WebseedsResource {
  private final Webseeds webseeds;
  private final Catalogue catalogue;
  private final Leases leases;
  private final OperatorKey key;
  private final InstantSource clock;

  WebseedsResource(
      Webseeds webseeds, Catalogue catalogue, Leases leases, OperatorKey key, InstantSource clock) {
    this.webseeds = webseeds;
    this.catalogue = catalogue;
    this.leases = leases;
    this.key = key;
    this.clock = clock;
  }

  /**
   * What a webseed has to know.
   *
   * @param unknownTitles titles of the webseed that this node does not know; the webseed posts them
   * @param channels all live channels, which it serves too
   */
  public record Known(List<TitleId> unknownTitles, List<KnownChannel> channels) {}

  /** Takes a heartbeat. */
  @PUT
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "A webseed's heartbeat, every 5 s; needs the operator's key")
  public Known hear(
      @RestPath String id,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(content = @Content(schema = @Schema(implementation = Heartbeat.class)))
          String body) {
    key.require(authorization);
    var heartbeat = Json.read(body, Heartbeat.class);
    var webseed = new WebseedId(id);
    var now = clock.instant();
    webseeds.hear(webseed, heartbeat, now);
    return new Known(
        heartbeat.titles().stream()
            .filter(title -> catalogue.find(title).isEmpty())
            .sorted()
            .toList(),
        catalogue.all().stream()
            .filter(title -> title.live() != null)
            .map(title -> known(title, webseed, now))
            .toList());
  }

  private KnownChannel known(Title title, WebseedId asking, Instant now) {
    var from =
        leases
            .holder(title.id())
            .filter(holder -> !holder.equals(asking))
            .flatMap(holder -> webseeds.baseOf(holder, title.id(), now));
    return new KnownChannel(
        title.id(), title.live().key(), title.live().targetMs(), from.orElse(null));
  }
}
