package io.cordwood.bench.tracker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Where a tracker is.
 *
 * @param uri of scheme ws or wss
 * @param insecure any certificate will do
 */
public record TrackerAddress(URI uri, boolean insecure) {
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /** Throws {@link IllegalArgumentException} unless it is ws: or wss: with a host. */
  public static TrackerAddress parse(String text, boolean insecure) {
    var uri = URI.create(text);
    var known = "ws".equalsIgnoreCase(uri.getScheme()) || "wss".equalsIgnoreCase(uri.getScheme());
    if (!known || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "a tracker's address is ws://HOST/ or wss://HOST/: " + text);
    }
    return new TrackerAddress(uri, insecure);
  }

  /** A TCP connection, for wss with TLS upon it. */
  Socket connect() throws IOException {
    var tls = "wss".equalsIgnoreCase(uri.getScheme());
    var port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    var host = uri.getHost().replaceAll("[\\[\\]]", "");
    var plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(host, port), (int) CONNECTING.toMillis());
      return tls ? secured(plain, host, port) : plain;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private Socket secured(Socket plain, String host, int port) throws IOException {
    var socket =
        (SSLSocket)
            context().getSocketFactory().createSocket(plain, host, port, /* autoClose */ true);
    if (!insecure) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  private SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      var trust = insecure ? new TrustManager[] {new Gullible()} : null;
      context.init(null, trust, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes any certificate: for a tracker of one's own, when the user says so. */
  private static final class Gullible implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
