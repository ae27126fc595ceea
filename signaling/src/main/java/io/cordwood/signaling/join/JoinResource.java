package io.cordwood.signaling.join;

import io.cordwood.signaling.NodeConfig;
import io.cordwood.signaling.NodeMetrics;
import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.catalogue.Title;
import io.cordwood.signaling.http.Json;
import io.cordwood.signaling.http.Problem;
import io.cordwood.signaling.http.ProblemException;
import io.cordwood.signaling.http.PublicAddress;
import io.cordwood.signaling.stun.StunService;
import io.cordwood.swarm.limit.AddressKey;
import io.cordwood.swarm.limit.AddressRates;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/join} (PROTOCOL §4.1). Called on event loops; nothing here waits. */
@Path("/v1/join")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "join")
public class JoinResource {
  private final NodeConfig config;
  private final Joining joining;
  private final Catalogue catalogue;
  private final Origins origins;
  private final AddressRates rates;
  private final StunService stun;
  private final NodeMetrics metrics;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  JoinResource(
      NodeConfig config,
      Joining joining,
      Catalogue catalogue,
      Origins origins,
      AddressRates rates,
      StunService stun,
      NodeMetrics metrics,
      InstantSource clock) {
    this.config = config;
    this.joining = joining;
    this.catalogue = catalogue;
    this.origins = origins;
    this.rates = rates;
    this.stun = stun;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Lets a viewer into a title's swarm. */
  @POST
  @Consumes({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
  @NonBlocking
  @Operation(summary = "Joins a title: answers with a peer id, a ticket and where to signal")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = JoinAnswer.class)))
  @APIResponse(
      responseCode = "4XX",
      description =
          "400 malformed, 403 origin not allowed, 404 no such title, 413 body over 16 KiB, 429 too"
              + " many from this address",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public JoinAnswer join(
      @Context HttpServerRequest request,
      @RequestBody(content = @Content(schema = @Schema(implementation = JoinRequest.class)))
          byte[] body) {
    try {
      var answer = answer(request, body);
      metrics.joined();
      return answer;
    } catch (ProblemException refusal) {
      metrics.joinRefused(refusal.problem().status());
      throw refusal;
    }
  }

  private JoinAnswer answer(HttpServerRequest http, byte[] body) {
    var now = clock.instant();
    var remote = InetAddress.ofLiteral(http.remoteAddress().hostAddress());
    if (!rates.take(AddressKey.of(remote), now)) {
      throw new ProblemException(
          429, "Too many viewers joined from your address just now; try again in a few seconds.");
    }
    var request = Json.read(text(body), JoinRequest.class);
    var title = find(request);
    var own = own(http);
    var origin = http.getHeader(HttpHeaders.ORIGIN);
    if (!origins.allows(title.owner(), origin, remote, own)) {
      throw new ProblemException(403, notAllowed(title, origin));
    }
    return joining.join(
        request, title, origin == null ? "" : origin, own, stun.port(), now, random);
  }

  private String text(byte[] body) {
    if (body.length > config.join().bodyBytes()) {
      throw new ProblemException(
          413, "The body has more than " + config.join().bodyBytes() + " bytes; send less.");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(400, "The body is not UTF-8; send JSON in UTF-8.");
    }
  }

  private Title find(JoinRequest request) {
    return catalogue
        .find(request.title())
        .orElseThrow(
            () ->
                new ProblemException(
                    404,
                    "There is no title %s here; GET /v1/titles lists what is there."
                        .formatted(request.title())));
  }

  private PublicAddress own(HttpServerRequest http) {
    var authority = http.authority();
    if (authority == null) {
      throw new ProblemException(400, "Send a Host header; the answer's addresses follow it.");
    }
    return PublicAddress.of(config.url(), http.scheme(), authority.toString());
  }

  private static String notAllowed(Title title, String origin) {
    return origin == null
        ? "Send the Origin header of the page that plays the title."
        : "This page's origin may not use the titles of %s; add it to cordwood.origins.%s."
            .formatted(title.owner(), title.owner());
  }
}
