package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.NodeMetrics;
import io.cordwood.signaling.http.Json;
import io.cordwood.signaling.http.Problem;
import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.Owner;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.TitleId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Which webseed takes a live channel in (PROTOCOL §4.2). Waits for the disk. */
@Path("/v1/titles/{owner}/{slug}/lease")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "titles")
public class LeaseResource {
  private final Leases leases;
  private final Catalogue catalogue;
  private final Webseeds webseeds;
  private final OperatorKey key;
  private final NodeMetrics metrics;
  private final InstantSource clock;

  LeaseResource(
      Leases leases,
      Catalogue catalogue,
      Webseeds webseeds,
      OperatorKey key,
      NodeMetrics metrics,
      InstantSource clock) {
    this.leases = leases;
    this.catalogue = catalogue;
    this.webseeds = webseeds;
    this.key = key;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * A lease.
   *
   * @param lastsMs milliseconds from now
   * @param mark what the webseed goes on from
   * @param title the channel as the catalogue has it; absent before it is there
   */
  public record Granted(long lastsMs, Mark mark, Title title) {}

  /** Gives a lease, or renews it. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Asks for the lease of a channel, or renews it; needs the operator's key")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Granted.class)))
  @APIResponse(
      responseCode = "409",
      description = "Another webseed has it, or the channel has another key",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public Granted ask(
      @RestPath String owner,
      @RestPath String slug,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(content = @Content(schema = @Schema(implementation = LeaseRequest.class)))
          String body) {
    key.require(authorization);
    var channel = new TitleId(new Owner(owner), new Slug(slug));
    var request = Json.read(body, LeaseRequest.class);
    var title = catalogue.find(channel);
    if (title.filter(known -> !known.swarm().equals(request.swarm())).isPresent()) {
      throw new ProblemException(
          409,
          "The channel %s has another key (swarm %s); copy its folder from the webseed that has it."
              .formatted(channel, title.get().swarm()));
    }
    return switch (leases.ask(channel, request, clock.instant())) {
      case Leases.Answer.Granted(var lasts, var mark) -> {
        metrics.lease(channel, "granted");
        yield new Granted(lasts.toMillis(), mark, title.orElse(null));
      }
      case Leases.Answer.Held(var by, var left) -> {
        metrics.lease(channel, "refused");
        throw new ProblemException(
            409,
            "The webseed %s%s takes %s in; send there, or send again when nothing has come there for %d s."
                .formatted(
                    by.value(),
                    webseeds.url(by, clock.instant()).map(url -> " (" + url + ")").orElse(""),
                    channel,
                    Math.max(1, left.plusMillis(999).toSeconds())));
      }
    };
  }
}
