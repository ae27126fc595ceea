package io.cordwood.tracker.protocol;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code tracker id} of a peer in a swarm: only who was given it knows it, so who echoes it on
 * another connection is the same client. HMAC-SHA-256 (RFC 2104), cut to 96 bits; nothing is kept.
 * Safe on every thread.
 */
final class PeerTokens {
  /** Bytes of a key that fits the hash. */
  static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int TOKEN_BYTES = 12;

  private final SecretKeySpec key;

  /** The key is secret and random; with another one, earlier tokens mean nothing. */
  PeerTokens(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  String of(SwarmId swarm, PeerId peer) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(swarm, peer));
  }

  boolean proves(String token, SwarmId swarm, PeerId peer) {
    try {
      return MessageDigest.isEqual(mac(swarm, peer), Base64.getUrlDecoder().decode(token));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private byte[] mac(SwarmId swarm, PeerId peer) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(swarm.bytes());
      return Arrays.copyOf(mac.doFinal(peer.bytes()), TOKEN_BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", e);
    }
  }
}
