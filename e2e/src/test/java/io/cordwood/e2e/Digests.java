package io.cordwood.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 of files, as 64 hex digits. */
final class Digests {
  private Digests() {}

  /**
   * Every file of a title by its path from the title's folder, without what Cordwood keeps beside
   * them; a torrent's pads are no files.
   */
  static Map<String, String> of(Path folder) {
    try (var files = Files.walk(folder)) {
      var digests = new TreeMap<String, String>();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var path = folder.relativize(file).toString();
        if (!isPad(path) && !path.startsWith(".cordwood/")) {
          digests.put(path, sha256(Files.readAllBytes(file)));
        }
      }
      return digests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a path in a torrent's folder is that of a pad (BEP 47). */
  static boolean isPad(String path) {
    return path.startsWith(".pad/");
  }

  /** Of some bytes. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
