package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.catalogue.Catalogue.Published;
import io.cordwood.signaling.http.Json;
import io.cordwood.signaling.http.Problem;
import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.Owner;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.TitleId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The catalogue over HTTP (PROTOCOL §4.2). */
@Path("/v1/titles")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "titles")
public class TitlesResource {
  private final Catalogue catalogue;
  private final Webseeds webseeds;
  private final OperatorKey key;
  private final InstantSource clock;

  TitlesResource(Catalogue catalogue, Webseeds webseeds, OperatorKey key, InstantSource clock) {
    this.catalogue = catalogue;
    this.webseeds = webseeds;
    this.key = key;
    this.clock = clock;
  }

  /** All titles of a node. */
  public record Titles(List<ListedTitle> titles) {}

  /** All titles, by name. */
  @GET
  @Operation(summary = "All titles, and where each is served now")
  public Titles all() {
    return new Titles(catalogue.all().stream().map(this::listed).toList());
  }

  /** One title. */
  @GET
  @Path("/{owner}/{slug}")
  @Operation(summary = "One title, and where it is served now")
  @APIResponse(
      responseCode = "404",
      description = "No such title",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ListedTitle.class)))
  public ListedTitle one(
      @org.jboss.resteasy.reactive.RestPath String owner,
      @org.jboss.resteasy.reactive.RestPath String slug) {
    return listed(find(new TitleId(new Owner(owner), new Slug(slug))));
  }

  /** Publishes a title. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Publishes a title; needs the operator's key")
  @APIResponse(
      responseCode = "201",
      description = "Published",
      content = @Content(schema = @Schema(implementation = ListedTitle.class)))
  @APIResponse(responseCode = "200", description = "The same title with the same swarm is there")
  @APIResponse(
      responseCode = "409",
      description = "Another swarm has this name",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public Response publish(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(content = @Content(schema = @Schema(implementation = Title.class)))
          String body) {
    key.require(authorization);
    return switch (catalogue.publish(Json.read(body, Title.class))) {
      case Published.Created(Title title) ->
          Response.created(URI.create("/v1/titles/" + title.id())).entity(listed(title)).build();
      case Published.AlreadyThere(Title title) -> Response.ok(listed(title)).build();
      case Published.Conflict(Title title) ->
          throw new ProblemException(
              409,
              "The title %s is there with other content (swarm %s); publish under another slug."
                  .formatted(title.id(), title.swarm()));
    };
  }

  private Title find(TitleId id) {
    return catalogue
        .find(id)
        .orElseThrow(
            () ->
                new ProblemException(
                    404, "There is no title " + id + " here; GET /v1/titles lists what is there."));
  }

  private ListedTitle listed(Title title) {
    return new ListedTitle(title, webseeds.basesOf(title.id(), clock.instant()));
  }
}
