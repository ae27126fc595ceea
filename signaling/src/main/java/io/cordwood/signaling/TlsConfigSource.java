package io.cordwood.signaling;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns {@code cordwood.tls.*} into Quarkus's own settings: with a key store, HTTPS takes the place
 * of HTTP on the same port. Called once, when the configuration is read.
 */
public class TlsConfigSource implements ConfigSourceFactory {
  /** Above application.properties (250), below the environment (300). */
  private static final int ORDINAL = 275;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    var keystore = context.getValue("cordwood.tls.keystore");
    if (keystore == null || keystore.getValue() == null || keystore.getValue().isBlank()) {
      return List.of();
    }
    return List.of(
        new PropertiesConfigSource(
            Map.of(
                "quarkus.http.insecure-requests",
                "disabled",
                "quarkus.http.ssl-port",
                "${quarkus.http.port}",
                "quarkus.http.ssl.certificate.key-store-file",
                keystore.getValue(),
                "quarkus.http.ssl.certificate.key-store-file-type",
                "PKCS12",
                "quarkus.http.ssl.certificate.key-store-password",
                "${cordwood.tls.password:}"),
            "cordwood-tls",
            ORDINAL));
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(ORDINAL);
  }
}
