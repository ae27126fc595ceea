package io.cordwood.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate for this machine, made by the JDK's keytool. */
record LocalCertificate(Path store) {
  private static final String PASSWORD = "cordwood";

  /** Makes them in a new PKCS #12 file. */
  static LocalCertificate make(Path store) throws Exception {
    var java = Path.of(ProcessHandle.current().info().command().orElseThrow());
    var process =
        new ProcessBuilder(
                java.resolveSibling("keytool").toString(),
                "-genkeypair",
                "-alias",
                "cordwood",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    process.inputReader().lines().forEach(line -> {});
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new LocalCertificate(store);
  }

  /** The node's settings that use it. */
  Map<String, String> settings() {
    return Map.of("CORDWOOD_TLS_KEYSTORE", store.toString(), "CORDWOOD_TLS_PASSWORD", PASSWORD);
  }

  /** Trusts this certificate and no other. */
  SSLContext trusting() throws Exception {
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("cordwood", keys.getCertificate("cordwood"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
