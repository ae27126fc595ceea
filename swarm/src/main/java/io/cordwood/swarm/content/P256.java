package io.cordwood.swarm.content;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** The one curve of channels: P-256 (FIPS 186-5), which every JDK and every browser has. */
final class P256 {
  static final int COORDINATE_BYTES = 32;

  /** ECDSA over SHA-256 whose signature is {@code r‖s}, as WebCrypto writes it. */
  static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  static final ECGenParameterSpec NAME = new ECGenParameterSpec("secp256r1");
  static final ECParameterSpec CURVE = curve();

  private static final BigInteger PRIME = ((ECFieldFp) CURVE.getCurve().getField()).getP();

  private P256() {}

  /** True when {@code y² = x³ + ax + b} over the curve's field. */
  static boolean contains(ECPoint point) {
    var x = point.getAffineX();
    var y = point.getAffineY();
    var right = x.pow(3).add(CURVE.getCurve().getA().multiply(x)).add(CURVE.getCurve().getB());
    return x.compareTo(PRIME) < 0
        && y.compareTo(PRIME) < 0
        && y.pow(2).subtract(right).mod(PRIME).signum() == 0;
  }

  /** Writes a number below 2^256 as 32 bytes. */
  static void write(BigInteger number, byte[] target, int offset) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(
        bytes, bytes.length - length, target, offset + COORDINATE_BYTES - length, length);
  }

  static IllegalStateException missing(GeneralSecurityException cause) {
    return new IllegalStateException("Every JDK has P-256; run Cordwood on one.", cause);
  }

  private static ECParameterSpec curve() {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(NAME);
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }
}
