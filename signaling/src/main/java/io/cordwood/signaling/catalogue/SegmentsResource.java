package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.NodeMetrics;
import io.cordwood.signaling.http.Problem;
import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.Owner;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.swarm.lane.Swarms;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** New segments of live channels (PROTOCOL §4.2). Called on event loops; nothing here waits. */
@Path("/v1/titles/{owner}/{slug}/segments")
@Tag(name = "titles")
public class SegmentsResource {
  private final Catalogue catalogue;
  private final Swarms swarms;
  private final OperatorKey key;
  private final NodeMetrics metrics;
  private final SegmentLimits limits;
  private final InstantSource clock;

  SegmentsResource(
      Catalogue catalogue,
      Swarms swarms,
      OperatorKey key,
      NodeMetrics metrics,
      SegmentLimits limits,
      InstantSource clock) {
    this.catalogue = catalogue;
    this.swarms = swarms;
    this.key = key;
    this.metrics = metrics;
    this.limits = limits;
    this.clock = clock;
  }

  /** Tells those who fetch for all of a new segment. */
  @POST
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  @NonBlocking
  @Operation(
      summary = "A live channel's new segment, as its signed record; needs the operator's key")
  @APIResponse(responseCode = "204", description = "The channel's viewers are told")
  @APIResponse(
      responseCode = "4XX",
      description =
          "400 not a record that this channel signed, 404 no such title, 409 a film, 429 more than"
              + " a channel has",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public void tell(
      @RestPath String owner,
      @RestPath String slug,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      byte[] body) {
    key.require(authorization);
    var title = find(new TitleId(new Owner(owner), new Slug(slug)));
    if (!limits.admits(title, clock.instant())) {
      throw tooMany(
          title, "flood", "A channel has fewer segments than these; send them as they are made.");
    }
    try {
      var channel = new LiveChannel(title.id(), title.live().key().point());
      var segment = SignedRecord.decode(body, channel);
      requireRendition(title, segment.record().rendition());
      requireNear(title, segment.record().number());
      swarms.segment(title.swarm(), segment);
      metrics.segment(title.id(), "told");
    } catch (InvalidContentException e) {
      throw refused(title, e.getMessage());
    }
  }

  private void requireRendition(Title title, RenditionName name) {
    if (title.renditions().stream().noneMatch(rendition -> rendition.name().equals(name))) {
      throw refused(title, "The channel has no rendition " + name + "; post it first.");
    }
  }

  private void requireNear(Title title, int number) {
    if (!limits.reaches(title, number, clock.instant())) {
      throw tooMany(
          title,
          "leapt",
          "The number is more than %d ahead of the channel's newest; numbers grow by one."
              .formatted(SegmentLimits.LEAP));
    }
  }

  private ProblemException tooMany(Title title, String outcome, String sentence) {
    metrics.segment(title.id(), outcome);
    return new ProblemException(429, sentence);
  }

  private ProblemException refused(Title title, String why) {
    metrics.segment(title.id(), "refused");
    return new ProblemException(400, why);
  }

  private Title find(TitleId id) {
    var title =
        catalogue
            .find(id)
            .orElseThrow(
                () -> new ProblemException(404, "There is no title " + id + "; post it first."));
    if (title.live() == null) {
      throw new ProblemException(409, id + " is a film, whose segments are all there already.");
    }
    return title;
  }
}
