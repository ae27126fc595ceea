package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.TrackerCounters.Count;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets a WebSocket, over real sockets. SECURITY rows 5 and 12. */
@Timeout(300)
class DoorAdmissionTest {
  private static final String PROXIED = "X-Forwarded-For: ";

  @Test
  void oneAddressHasItsNumberOfConnections() throws Exception {
    try (var rig = DoorRig.echo(limited(9, 1, 9));
        var first = rig.raw()) {
      assertThat(first.head).startsWith("HTTP/1.1 101");
      try (var second = rig.raw()) {
        assertThat(second.head)
            .startsWith("HTTP/1.1 429")
            .contains("Retry-After: 5", "application/problem+json", "Connection: close");
        assertThat(second.rest()).contains("Your address has too many connections open.");
      }
      assertThat(rig.counters.get(Count.REFUSED_ADDRESS)).isEqualTo(1);
      first.send(RawSocket.CLOSE, true, new byte[0]);
      rig.awaitCount(Count.CLOSED, 1);
      DoorRig.await("the door has seen both leave", () -> upgrades(rig));
    }
  }

  @Test
  void theNetworkAroundAnAddressHasItsNumberToo() throws Exception {
    try (var rig = DoorRig.echo(behindProxy(limited(9, 9, 1), false));
        var first = rig.raw(PROXIED + "192.0.2.1");
        var second = rig.raw(PROXIED + "192.0.2.2");
        var other = rig.raw(PROXIED + "192.0.3.1")) {
      assertThat(first.head).startsWith("HTTP/1.1 101");
      assertThat(second.head).startsWith("HTTP/1.1 429");
      assertThat(other.head).startsWith("HTTP/1.1 101");
      assertThat(rig.counters.get(Count.REFUSED_NETWORK)).isEqualTo(1);
    }
  }

  @Test
  void pagesOfOtherOriginsAreRefused() throws Exception {
    var config = DoorRig.config().withOrigins(Set.of("https://a.example"));
    try (var rig = DoorRig.echo(config);
        var ours = rig.raw("Origin: https://a.example");
        var theirs = rig.raw("Origin: https://b.example")) {
      assertThat(ours.head).startsWith("HTTP/1.1 101");
      assertThat(theirs.head).startsWith("HTTP/1.1 403").doesNotContain("Retry-After");
      assertThat(rig.counters.get(Count.REFUSED_ORIGIN)).isEqualTo(1);
    }
  }

  @Test
  void anUpgradeThatFailsHoldsNoSeat() throws Exception {
    try (var rig = DoorRig.echo(limited(1, 100, 100))) {
      var wrongVersion =
          RawSocket.upgrade().replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12");
      var withoutKey = RawSocket.upgrade().replaceFirst("Sec-WebSocket-Key: [^\r]*\r\n", "");
      var posted = RawSocket.upgrade().replaceFirst("GET", "POST");
      for (var request : List.of(wrongVersion, withoutKey, posted)) {
        try (var failed = RawSocket.sending(rig.door.port(), request)) {
          assertThat(failed.head).startsWith("HTTP/1.1 4");
          DoorRig.await("the seat is left", () -> rig.door.seats() == 0);
        }
      }
    }
  }

  @Test
  void aClientThatIsGoneBeforeTheAnswerHoldsNoSeat() throws Exception {
    try (var rig = DoorRig.echo(limited(1, 100, 100))) {
      for (int i = 0; i < 50; i++) {
        RawSocket.abandoned(rig.door.port(), RawSocket.upgrade());
      }
      try (var probe = RawSocket.sending(rig.door.port(), get("/health"))) {
        assertThat(probe.head).startsWith("HTTP/1.1 200");
      }
      DoorRig.await("all seats are left", () -> upgrades(rig));
    }
  }

  @Test
  void aStrangersForwardedAddressIsNotBelieved() throws Exception {
    try (var rig = addresses(DoorRig.config());
        var stranger = rig.raw(PROXIED + "198.51.100.1")) {
      assertThat(addressOf(stranger)).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aTrustedProxysForwardedAddressIs() throws Exception {
    try (var rig = addresses(behindProxy(DoorRig.config(), false));
        var client = rig.raw(PROXIED + "192.0.2.66, 198.51.100.1", PROXIED + "127.0.0.9");
        var junk = rig.raw(PROXIED + "junk")) {
      assertThat(addressOf(client)).isEqualTo("198.51.100.1");
      assertThat(addressOf(junk)).isEqualTo("127.0.0.1");
      assertThat(rig.counters.get(Count.BAD_FORWARDED)).isEqualTo(1);
    }
  }

  @Test
  void aTrustedProxysHeaderIsReadInBothVersions() throws Exception {
    try (var rig = addresses(behindProxy(DoorRig.config(), true));
        var one =
            RawSocket.sending(
                rig.door.port(),
                "PROXY TCP4 198.51.100.1 203.0.113.5 4711 443\r\n" + RawSocket.upgrade());
        var two =
            RawSocket.sending(
                rig.door.port(),
                "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u000c\u00c6\u0033\u0064\u0002\u00cb\0\u0071\u0005\u0012\u0067\u0001\u00bb"
                    + RawSocket.upgrade());
        var unknown =
            RawSocket.sending(rig.door.port(), "PROXY UNKNOWN\r\n" + RawSocket.upgrade())) {
      assertThat(addressOf(one)).isEqualTo("198.51.100.1");
      assertThat(addressOf(two)).isEqualTo("198.51.100.2");
      assertThat(addressOf(unknown)).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aStrangersProxyHeaderIsABadRequest() throws Exception {
    var elsewhere = new TrackerConfig.Proxies(List.of(NetworkRange.parse("10.0.0.0/8")), true);
    for (var config : List.of(DoorRig.config(), DoorRig.config().with(elsewhere))) {
      try (var rig = addresses(config)) {
        try (var liar =
            RawSocket.sending(
                rig.door.port(),
                "PROXY TCP4 198.51.100.1 203.0.113.5 4711 443\r\n" + RawSocket.upgrade())) {
          assertThat(liar.head).startsWith("HTTP/1.1 400");
        }
        try (var honest = rig.raw()) {
          assertThat(addressOf(honest)).isEqualTo("127.0.0.1");
        }
      }
    }
  }

  @Test
  void whoIsNoWebSocketInTimeIsCut() throws Exception {
    try (var rig = DoorRig.echo(withHead(DoorRig.config(), Duration.ofMillis(300)));
        var patient = upgradedInTime(rig)) {
      long start = System.nanoTime();
      assertThat(RawSocket.dripped(rig.door.port(), RawSocket.upgrade(), Duration.ofMillis(50)))
          .as("bytes sent before the door cut it")
          .isLessThan(RawSocket.upgrade().length());
      assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(250).toNanos());
      patient.send(RawSocket.TEXT, true, new byte[] {'x'});
      assertThat(patient.read().payload()).asString().isEqualTo("x");
    }
  }

  @Test
  void slowHeadsOfOneAddressAreNoMoreThanItsConnections() throws Exception {
    try (var rig = DoorRig.echo(withHead(limited(9, 2, 9), Duration.ofMinutes(5)));
        var slow = new Socket("127.0.0.1", rig.door.port());
        var slower = new Socket("127.0.0.1", rig.door.port());
        var slowest = new Socket("127.0.0.1", rig.door.port())) {
      rig.awaitCount(Count.CUT_HEAD, 1);
      assertThat(upgrades(rig)).as("a fourth").isFalse();
      assertThat(rig.counters.get(Count.CUT_HEAD)).isEqualTo(2);
      slow.close();
      slower.close();
      DoorRig.await("there is room again", () -> upgrades(rig));
      DoorRig.await("and WebSockets are no heads", () -> upgrades(rig));
    }
  }

  /** Tries again when the machine was too slow for the time that a head has. */
  private static RawSocket upgradedInTime(DoorRig rig) {
    while (true) {
      try {
        return rig.raw();
      } catch (IOException e) {
        assertThat(e).isInstanceOfAny(EOFException.class, SocketException.class);
      }
    }
  }

  private static boolean upgrades(DoorRig rig) {
    try (var client = rig.raw()) {
      return client.head.startsWith("HTTP/1.1 101");
    } catch (IOException e) {
      return false;
    }
  }

  private static String addressOf(RawSocket client) throws IOException {
    client.send(RawSocket.TEXT, true, new byte[] {'?'});
    return new String(client.read().payload());
  }

  /** Answers every message with the address that it came from. */
  private static DoorRig addresses(TrackerConfig config) throws IOException {
    return new DoorRig(
        config,
        DoorRig.saying((from, text) -> DoorRig.send(from, from.address().getHostAddress())));
  }

  private static TrackerConfig limited(int all, int perAddress, int perPrefix) {
    return DoorRig.config()
        .with(DoorRig.config().limits().withConnections(all, perAddress, perPrefix));
  }

  private static TrackerConfig withHead(TrackerConfig config, Duration head) {
    var usual = config.timing();
    return config.with(
        new TrackerConfig.Timing(
            head, usual.pingEvery(), usual.pingsMissed(), usual.close(), usual.drain()));
  }

  private static TrackerConfig behindProxy(TrackerConfig config, boolean header) {
    return config.with(
        new TrackerConfig.Proxies(List.of(NetworkRange.parse("127.0.0.0/8")), header));
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }
}
