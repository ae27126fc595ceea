package io.cordwood.signaling.join;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cordwood.signaling.catalogue.Title;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import java.util.List;
import java.util.Map;

/**
 * What a viewer is told when it joins (PROTOCOL §4.1).
 *
 * @param ticketExpiresAt milliseconds since 1970
 * @param ticketKey the public key of tickets, as a JWK
 * @param pieceLength bytes
 * @param live absent for a film; a channel has neither pieces nor records
 * @param webseeds bases, the best for this viewer first
 * @param signal the signaling door
 * @param serverTime milliseconds since 1970
 */
@JsonPropertyOrder({
  "peer",
  "ticket",
  "ticketExpiresAt",
  "ticketKey",
  "swarm",
  "open",
  "pieceLength",
  "pieces",
  "records",
  "live",
  "webseeds",
  "signal",
  "iceServers",
  "serverTime",
  "policy"
})
public record JoinAnswer(
    PeerId peer,
    String ticket,
    long ticketExpiresAt,
    TicketKeyJwk ticketKey,
    SwarmId swarm,
    boolean open,
    int pieceLength,
    int pieces,
    List<Records> records,
    Live live,
    List<String> webseeds,
    String signal,
    List<IceServer> iceServers,
    long serverTime,
    Policy policy) {

  /**
   * A records file and its hash.
   *
   * @param rendition empty for the files shared by all
   * @param url at the best webseed; relative to any base of the title when none is known
   * @param size bytes
   */
  @JsonPropertyOrder({"rendition", "url", "sha256", "size"})
  public record Records(RenditionName rendition, String url, Hash32 sha256, int size) {}

  /**
   * What a viewer needs of a live channel.
   *
   * @param key what its segments are checked with
   * @param targetMs milliseconds that a segment has at most
   * @param renditions in the order that gives each its place in piece indices
   * @param state {@code on} or {@code ended}: then there is the film, or nothing
   * @param recording the film of a channel that has ended; absent while there is none
   */
  @JsonPropertyOrder({"key", "targetMs", "renditions", "state", "recording"})
  public record Live(
      io.cordwood.signaling.catalogue.Live.Key key,
      int targetMs,
      List<RenditionName> renditions,
      String state,
      TitleId recording) {
    static Live of(Title title) {
      var live = title.live();
      return live == null
          ? null
          : new Live(
              live.key(),
              live.targetMs(),
              title.renditions().stream().map(Title.Rendition::name).toList(),
              live.state(),
              live.recording());
    }
  }

  /** The public half of the node's ticket key (RFC 7517). */
  @JsonPropertyOrder({"kty", "crv", "x", "y", "kid"})
  public record TicketKeyJwk(String kty, String crv, String x, String y, String kid) {
    static TicketKeyJwk of(Map<String, String> jwk) {
      return new TicketKeyJwk(
          jwk.get("kty"), jwk.get("crv"), jwk.get("x"), jwk.get("y"), jwk.get("kid"));
    }
  }

  /** A STUN server for RTCPeerConnection. */
  public record IceServer(List<String> urls) {}

  /**
   * How viewers behave.
   *
   * @param stateEveryMs between two states
   * @param degree peers to aim at
   * @param maxDegree peers at most
   * @param busy webseeds have little to spare: begin with a low quality
   */
  @JsonPropertyOrder({"stateEveryMs", "degree", "maxDegree", "busy"})
  public record Policy(long stateEveryMs, int degree, int maxDegree, boolean busy) {}
}
