package io.cordwood.webseed;

import io.cordwood.webseed.node.NodeClient;
import io.cordwood.webseed.node.OperatorKey;
import io.cordwood.webseed.node.Trust;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** What serving and publishing have in common; each default has its home here. */
final class CommonOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:CORDWOOD_DATA:-data}",
      description = "folder of all state (CORDWOOD_DATA; default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--node",
      paramLabel = "URL",
      defaultValue = "${env:CORDWOOD_NODE:-http://localhost:8080}",
      description = "the node (CORDWOOD_NODE; default: ${DEFAULT-VALUE})")
  private URI node;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      defaultValue = "${env:CORDWOOD_TLS_KEYSTORE}",
      description = "PKCS#12 file with key and certificate (CORDWOOD_TLS_KEYSTORE)")
  private Path keyStore;

  @Option(
      names = "--tls-password",
      paramLabel = "WORD",
      defaultValue = "${env:CORDWOOD_TLS_PASSWORD:-cordwood}",
      description = "the PKCS#12 file's password (CORDWOOD_TLS_PASSWORD)")
  private String password;

  StoreLayout store() {
    return new StoreLayout(data.toAbsolutePath().normalize());
  }

  URI node() {
    return base(node);
  }

  Optional<Path> keyStore() {
    return Optional.ofNullable(keyStore).filter(path -> !path.toString().isEmpty());
  }

  String password() {
    return password;
  }

  /** A client for the node; it trusts the local certificate as well. */
  NodeClient nodeClient() throws StartException {
    var key = new OperatorKey(Optional.ofNullable(System.getenv(OperatorKey.VARIABLE)), store());
    return new NodeClient(node(), key, trust(node()));
  }

  /** Whom a client of {@code server} trusts: for https the local certificate as well. */
  SSLContext trust(URI server) throws StartException {
    Path local = keyStore().orElse(store().localCertificate());
    Optional<Path> trusted = Optional.of(local).filter(_ -> "https".equals(server.getScheme()));
    try {
      return Trust.context(trusted, password);
    } catch (IOException e) {
      throw new StartException(
          "The key store " + local + " cannot be read; check it and CORDWOOD_TLS_PASSWORD.");
    }
  }

  /** The base of a tracker as it was given; without one the node's host and usual port. */
  URI tracker(String given) {
    if (given != null && !given.isBlank()) {
      return base(URI.create(given));
    }
    String scheme = "https".equals(node().getScheme()) ? "wss" : "ws";
    String port = Optional.ofNullable(System.getenv("CORDWOOD_TRACKER_PORT")).orElse("8082");
    return URI.create(scheme + "://" + node().getHost() + ":" + port);
  }

  /** An address without a slash at its end. */
  static URI base(URI address) {
    return URI.create(address.toString().replaceFirst("/+$", ""));
  }
}
