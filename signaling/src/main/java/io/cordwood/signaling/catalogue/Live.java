package io.cordwood.signaling.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cordwood.swarm.content.ChannelKey;
import io.cordwood.swarm.content.TitleId;

/**
 * What makes a title a live channel (PROTOCOL §2.5, §4.2).
 *
 * @param key signs its segments
 * @param targetMs milliseconds that a segment has at most
 * @param state {@code on} or {@code ended}
 * @param recording the film of what was sent; absent while there is none
 */
@JsonPropertyOrder({"key", "targetMs", "state", "recording"})
public record Live(Key key, int targetMs, String state, TitleId recording) {
  /** It is on the air. */
  public static final String ON = "on";

  /** Nothing comes any more. */
  public static final String ENDED = "ended";

  /** A public key of P-256 (RFC 7518 §6.2.1). */
  @JsonPropertyOrder({"kty", "crv", "x", "y"})
  public record Key(String kty, String crv, String x, String y) {
    boolean isP256() {
      return "EC".equals(kty) && "P-256".equals(crv);
    }

    /** The key as a point; fails when it is none. */
    @JsonIgnore
    public ChannelKey point() {
      return ChannelKey.ofJwk(x, y);
    }
  }
}
