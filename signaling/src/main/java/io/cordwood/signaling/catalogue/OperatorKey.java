package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The secret that publishes titles and sends heartbeats. Safe on every thread. */
public final class OperatorKey {
  private static final String FILE = "operator.key";
  private static final String SCHEME = "Bearer ";

  private final byte[] secret;

  private OperatorKey(String secret) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The configured key, else the one in the data folder, which is made at the first start, readable
   * by its owner only.
   */
  public static OperatorKey of(Optional<String> configured, Path data, SecureRandom random)
      throws IOException {
    return configured.isPresent()
        ? new OperatorKey(configured.get().strip())
        : new OperatorKey(readOrMake(data.resolve(FILE), random));
  }

  /** Refuses with a 401 a request whose {@code Authorization} is not {@code Bearer <key>}. */
  public void require(String authorization) {
    var given = authorization == null || !authorization.startsWith(SCHEME) ? "" : authorization;
    var key = given.isEmpty() ? given : given.substring(SCHEME.length()).strip();
    if (secret.length == 0
        || !MessageDigest.isEqual(secret, key.getBytes(StandardCharsets.UTF_8))) {
      throw new ProblemException(
          401,
          "Send \"Authorization: Bearer <operator key>\"; the key is in operator.key in the node's"
              + " data folder.");
    }
  }

  private static String readOrMake(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      make(file, random);
    }
    return Files.readString(file).strip();
  }

  /** Written aside and then linked, so that nobody reads half a key and none is overwritten. */
  private static void make(Path file, SecureRandom random) throws IOException {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
    Files.createDirectories(file.getParent());
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var aside = Files.createTempFile(file.getParent(), ".operator-key", ".tmp", owner);
    try {
      Files.writeString(aside, text);
      Files.createLink(file, aside);
    } finally {
      Files.delete(aside);
    }
  }
}
