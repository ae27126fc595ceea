package io.cordwood.swarm.ticket;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The node's key pair on P-256 (RFC 7518 §3.4). Kept as a JWK (RFC 7517) in a file that only its
 * owner can read. Immutable; prints nothing of itself.
 */
public final class TicketKey {
  private static final String NOT_A_KEY =
      "The ticket key file does not hold a private P-256 key with a kid as JWK; restore it, or"
          + " delete it for a new one (viewers then join again).";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final ECKey key;

  private TicketKey(ECKey key) {
    this.key = key;
  }

  /** A new key; its {@code kid} is its thumbprint (RFC 7638). */
  public static TicketKey generate() {
    try {
      return new TicketKey(
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .keyIDFromThumbprint(true)
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("Every JDK has P-256; run Cordwood on one.", e);
    }
  }

  /** Reads a private key; the message of the exception says what to do and holds no key. */
  public static TicketKey parse(String jwk) throws IOException {
    try {
      var key = ECKey.parse(jwk);
      if (key.isPrivate() && Curve.P_256.equals(key.getCurve()) && key.getKeyID() != null) {
        return new TicketKey(key);
      }
    } catch (ParseException e) {
      throw new IOException(NOT_A_KEY);
    }
    throw new IOException(NOT_A_KEY);
  }

  /**
   * Loads the key from the file, or makes one and writes it there for the next start. Two nodes
   * that start at once on one folder get the same key.
   */
  public static TicketKey loadOrCreate(Path file) throws IOException {
    if (Files.exists(file)) {
      return load(file);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    var fresh = generate();
    try {
      write(file, fresh.key.toJSONString());
      return fresh;
    } catch (FileAlreadyExistsException e) {
      return load(file);
    }
  }

  private static TicketKey load(Path file) throws IOException {
    Files.setPosixFilePermissions(file, OWNER_ONLY);
    return parse(Files.readString(file));
  }

  /** Written aside and then linked, so that nobody reads half a key and none is overwritten. */
  private static void write(Path file, String jwk) throws IOException {
    var aside =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".ticket-key",
            ".tmp",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(aside, jwk);
      Files.createLink(file, aside);
    } finally {
      Files.delete(aside);
    }
  }

  /** What peers check tickets with: {@code kty, crv, x, y, kid} (PROTOCOL §4.1). */
  public Map<String, String> publicJwk() {
    return Map.of(
        "kty", "EC",
        "crv", key.getCurve().getName(),
        "x", key.getX().toString(),
        "y", key.getY().toString(),
        "kid", key.getKeyID());
  }

  ECKey privateKey() {
    return key;
  }

  ECKey publicKey() {
    return key.toPublicJWK();
  }
}
