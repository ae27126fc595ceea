package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.tracker.TrackerConfig.Tls;
import io.cordwood.tracker.TrackerCounters.Count;
import io.cordwood.tracker.testkit.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DoorTlsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void firstCertificate() throws Exception {
    file = Keystores.make(folder.resolve("door.p12"), "A");
  }

  @Test
  void aNewCertificateIsUsedByNewConnectionsWhileOldOnesLiveOn() throws Exception {
    try (var http = HttpClient.newBuilder().sslContext(trustingAll()).build();
        var rig = DoorRig.echo(config(Keystores.PASSWORD))) {
      var old = connect(http, rig);
      assertThat(certificate(rig, "TLSv1.3")).isEqualTo("CN=A");
      replaceBy(Keystores.make(folder.resolve("next.p12"), "B"));
      DoorRig.await("the new certificate", () -> certificate(rig, "TLSv1.3").equals("CN=B"));
      old.socket.sendText("still here", true);
      assertThat(old.nextText()).isEqualTo("still here");
      var fresh = connect(http, rig);
      fresh.socket.sendText("hello", true);
      assertThat(fresh.nextText()).isEqualTo("hello");
      old.socket.abort();
      fresh.socket.abort();
    }
  }

  @Test
  void aBrokenNewFileKeepsTheOldCertificateAndIsLoggedOnce() throws Exception {
    var warnings = new Warnings();
    var logger = Logger.getLogger(TlsKeystore.class.getName());
    logger.addHandler(warnings);
    try {
      var keystore = new TlsKeystore(Tls.of(file, Keystores.PASSWORD));
      keystore.open();
      keystore.context().start();
      var before = keystore.context().getSslContext();
      Files.writeString(file, "no keystore");
      assertThat(keystore.reload()).isFalse();
      assertThat(keystore.reload()).isFalse();
      Files.delete(file);
      assertThat(keystore.reload()).isFalse();
      assertThat(keystore.reload()).isFalse();
      assertThat(keystore.context().getSslContext()).isSameAs(before);
      assertThat(warnings.seen).hasSize(2);
      Keystores.make(file, "C");
      assertThat(keystore.reload()).isTrue();
      assertThat(keystore.reload()).isFalse();
      assertThat(keystore.context().getSslContext()).isNotSameAs(before);
      keystore.context().stop();
    } finally {
      logger.removeHandler(warnings);
    }
  }

  @Test
  void onlyTls12And13AreSpoken() throws Exception {
    var keystore = new TlsKeystore(Tls.of(file, Keystores.PASSWORD));
    keystore.open();
    keystore.context().start();
    assertThat(keystore.context().getSelectedProtocols())
        .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    keystore.context().stop();
    try (var rig = DoorRig.echo(config(Keystores.PASSWORD))) {
      assertThat(certificate(rig, "TLSv1.2")).isEqualTo("CN=A");
      assertThat(certificate(rig, "TLSv1.3")).isEqualTo("CN=A");
    }
  }

  @Test
  void aWrongPasswordOrFileIsOneSentenceAtTheStart() throws Exception {
    assertThatThrownBy(
            () ->
                new TrackerDoor(
                        config("wrong"), new TrackerCounters(), DoorRig.saying((from, text) -> {}))
                    .start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no PKCS12 file that the password opens");
    Files.delete(file);
    assertThatThrownBy(
            () ->
                new TrackerDoor(
                        config(Keystores.PASSWORD),
                        new TrackerCounters(),
                        DoorRig.saying((from, text) -> {}))
                    .start())
        .isInstanceOf(IOException.class)
        .hasMessage("The keystore %s cannot be read.".formatted(file));
  }

  private TrackerConfig config(String password) {
    return DoorRig.config().with(new Tls(file, password, Duration.ofMillis(50)));
  }

  @Test
  void ourCloseReachesTheClientAndItsAnswerUs() throws Exception {
    var closing = DoorRig.saying((from, text) -> from.close(1008, "the reason"));
    try (var http = HttpClient.newBuilder().sslContext(trustingAll()).build();
        var rig = new DoorRig(config(Keystores.PASSWORD), closing)) {
      var client = connect(http, rig);
      client.socket.sendText("hello", true);
      assertThat(client.closeCode()).isEqualTo(1008);
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(rig.counters.get(Count.CLOSE_UNANSWERED)).isZero();
      assertThat(rig.counters.get(Count.BROKEN)).isZero();
    }
  }

  private void replaceBy(Path next) throws IOException {
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Listener connect(HttpClient http, DoorRig rig) {
    return new Listener(http, URI.create("wss://localhost:" + rig.door.port() + "/"));
  }

  /** Whose certificate a new connection gets. */
  private static String certificate(DoorRig rig, String protocol) {
    try (var socket =
        (SSLSocket) trustingAll().getSocketFactory().createSocket("127.0.0.1", rig.door.port())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static SSLContext trustingAll() throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
    return context;
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Warnings extends Handler {
    final List<LogRecord> seen = new ArrayList<>();

    @Override
    public void publish(LogRecord message) {
      if (message.getLevel().getName().equals("WARNING")) {
        seen.add(message);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
