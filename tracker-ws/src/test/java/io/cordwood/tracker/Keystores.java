package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** Keystores made by the JDK's keytool. */
public final class Keystores {
  /** Of the file and of its key. */
  public static final String PASSWORD = "change it";

  private Keystores() {}

  /** A PKCS12 file with a key and a certificate for this name. */
  public static Path make(Path file, String commonName) throws IOException, InterruptedException {
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "door",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + commonName,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).as("keytool's exit").isZero();
    return file;
  }
}
