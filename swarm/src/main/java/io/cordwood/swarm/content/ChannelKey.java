package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The public key of a live channel (PROTOCOL §2.5): a point of P-256, written as {@code 04‖x‖y}
 * (SEC 1 §2.3.3) or as the {@code x} and {@code y} of a JWK (RFC 7518 §6.2.1). One that exists lies
 * on the curve. Safe on every thread.
 */
public final class ChannelKey extends FixedBytes {
  /** Bytes of an uncompressed point. */
  public static final int LENGTH = 1 + 2 * P256.COORDINATE_BYTES;

  private static final byte UNCOMPRESSED = 4;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final PublicKey key;

  private ChannelKey(byte[] owned) {
    super(owned, LENGTH, "channel key");
    var point = new ECPoint(coordinate(0), coordinate(1));
    if (owned[0] != UNCOMPRESSED || !P256.contains(point)) {
      throw refused();
    }
    this.key = publicKey(point);
  }

  /** Takes a copy of an uncompressed point; refuses one that is not on the curve. */
  public static ChannelKey of(byte[] bytes) {
    return new ChannelKey(bytes.clone());
  }

  /** Reads {@value #LENGTH} bytes as lower-case hexadecimal digits. */
  public static ChannelKey parse(String hex) {
    return new ChannelKey(fromHex(hex, LENGTH, "channel key"));
  }

  /** Reads the coordinates of a JWK: 32 bytes each, base64url without padding. */
  public static ChannelKey ofJwk(String x, String y) {
    var bytes = new byte[LENGTH];
    bytes[0] = UNCOMPRESSED;
    System.arraycopy(coordinate(x), 0, bytes, 1, P256.COORDINATE_BYTES);
    System.arraycopy(coordinate(y), 0, bytes, 1 + P256.COORDINATE_BYTES, P256.COORDINATE_BYTES);
    return new ChannelKey(bytes);
  }

  static ChannelKey of(ECPublicKey key) {
    var bytes = new byte[LENGTH];
    bytes[0] = UNCOMPRESSED;
    P256.write(key.getW().getAffineX(), bytes, 1);
    P256.write(key.getW().getAffineY(), bytes, 1 + P256.COORDINATE_BYTES);
    return new ChannelKey(bytes);
  }

  /** The JWK's {@code x}. */
  public String x() {
    return BASE64.encodeToString(Arrays.copyOfRange(shared(), 1, 1 + P256.COORDINATE_BYTES));
  }

  /** The JWK's {@code y}. */
  public String y() {
    return BASE64.encodeToString(Arrays.copyOfRange(shared(), 1 + P256.COORDINATE_BYTES, LENGTH));
  }

  /** The key as a SubjectPublicKeyInfo (RFC 5280 §4.1). */
  byte[] encoded() {
    return key.getEncoded();
  }

  /** True when the channel signed these bytes: ECDSA with SHA-256, {@code r‖s} (IEEE P1363). */
  boolean verifies(byte[] message, byte[] signature) {
    try {
      var verifier = Signature.getInstance(P256.ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw P256.missing(e);
    }
  }

  private BigInteger coordinate(int which) {
    return new BigInteger(1, shared(), 1 + which * P256.COORDINATE_BYTES, P256.COORDINATE_BYTES);
  }

  private static byte[] coordinate(String base64Url) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(base64Url);
      if (bytes.length == P256.COORDINATE_BYTES && BASE64.encodeToString(bytes).equals(base64Url)) {
        return bytes;
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      throw refused();
    }
    throw refused();
  }

  private static PublicKey publicKey(ECPoint point) {
    try {
      return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, P256.CURVE));
    } catch (GeneralSecurityException e) {
      throw P256.missing(e);
    }
  }

  private static InvalidContentException refused() {
    return new InvalidContentException(
        Code.KEY,
        "A channel's key is a point of P-256, whose x and y are 32 bytes each; send the one the"
            + " channel signs with.");
  }
}
