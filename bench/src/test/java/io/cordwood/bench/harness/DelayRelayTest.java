package io.cordwood.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DelayRelayTest {
  private static final Duration ROUND_TRIP = Duration.ofMillis(80);

  /** Answers among which one is not late for the machine's sake. */
  private static final int TRIES = 100;

  @Test
  void anAnswerTakesARoundTripAndTheFirstOfAConnectionTwo() throws IOException {
    var two = ROUND_TRIP.multipliedBy(2);
    try (var server = echo();
        var relay = DelayRelay.start(server.getLocalPort(), ROUND_TRIP)) {
      var start = System.nanoTime();
      try (var client = connect(relay)) {
        answer(client);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(two);
        var next = answer(client);
        for (int i = 0; i < TRIES && next.compareTo(two) >= 0; i++) {
          next = answer(client);
        }
        assertThat(next).isBetween(ROUND_TRIP, two);
      }
    }
  }

  @Test
  void whatIsSentArrivesWholeAndInOrderAndTheEndAfterIt() throws Exception {
    var sent = new byte[3_000_000];
    new Random(7).nextBytes(sent);
    try (var server = echo();
        var relay = DelayRelay.start(server.getLocalPort(), ROUND_TRIP);
        var client = connect(relay)) {
      var writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.getOutputStream().write(sent);
                      client.shutdownOutput();
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
      writer.join();
    }
  }

  @Test
  void aConnectionEndsWhenNobodyListensBehind() throws IOException {
    int nobody = Ports.free();
    try (var relay = DelayRelay.start(nobody, ROUND_TRIP);
        var client = connect(relay)) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static Duration answer(Socket client) throws IOException {
    var start = System.nanoTime();
    client.getOutputStream().write(1);
    assertThat(client.getInputStream().read()).isEqualTo(1);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Socket connect(DelayRelay relay) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), relay.port());
  }

  /** A server that sends one caller back what it says. */
  private static ServerSocket echo() throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              try (var caller = server.accept()) {
                caller.getInputStream().transferTo(caller.getOutputStream());
              } catch (IOException e) {
                // The test is over.
              }
            });
    return server;
  }
}
