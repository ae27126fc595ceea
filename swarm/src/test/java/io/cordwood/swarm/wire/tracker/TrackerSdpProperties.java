package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.announced;
import static io.cordwood.swarm.wire.tracker.Messages.offer;
import static io.cordwood.swarm.wire.tracker.Messages.offerId;
import static io.cordwood.swarm.wire.tracker.Messages.offers;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.wire.IceCandidate;
import io.cordwood.swarm.wire.Scanned;
import io.cordwood.swarm.wire.SdpScan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The scan in bytes, the scan in text and an oracle of regular expressions say the same. */
class TrackerSdpProperties {
  private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");
  private static final Pattern ANY_LINE_END =
      Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x85\\u2028\\u2029]");
  private static final Pattern CANDIDATE =
      Pattern.compile("(?is)^[^!-~]*a[^!-~]*=[^!-~]*candidate(?:[^!-~]*:(.*)|[^!-~].*)?$");
  private static final Pattern PLAIN = Pattern.compile("[!-~]+( [!-~]+){7}( [ -~]*)?");

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void everySpellingOfADescriptionHasOneVerdict(
      @ForAll("descriptions") String sdp, @ForAll long seed) {
    var expected = oracle(sdp);
    assertThat(new SdpReader().check(sdp)).as(sdp).isEqualTo(expected);
    for (int escaped : new int[] {0, 20, 400}) {
      var json = spelled(sdp, new Random(seed), escaped);
      assertThat(verdict(json)).as(json).isEqualTo(expected);
    }
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void aDamagedDescriptionHasOneVerdictToo(@ForAll("descriptions") String sdp, @ForAll long seed) {
    var random = new Random(seed);
    var damaged = new StringBuilder(sdp);
    for (int i = random.nextInt(1, 4); i > 0 && !damaged.isEmpty(); i--) {
      int at = random.nextInt(damaged.length());
      char c = " \t\r\n:=aA.09\u007f\u00a0\u2028\u0130\u0131/\u0000".charAt(random.nextInt(18));
      if (random.nextBoolean()) {
        damaged.setCharAt(at, c);
      } else {
        damaged.insert(at, c);
      }
    }
    everySpellingOfADescriptionHasOneVerdict(damaged.toString(), seed);
  }

  private static SdpVerdict oracle(String sdp) {
    var verdict = oracle(LINE_END.split(sdp, -1));
    return verdict == SdpVerdict.GOOD ? oracle(ANY_LINE_END.split(sdp, -1)) : verdict;
  }

  private static SdpVerdict oracle(String[] lines) {
    int candidates = 0;
    for (var line : lines) {
      var matcher = CANDIDATE.matcher(line);
      if (matcher.matches()) {
        candidates++;
        if (candidates > 32 || matcher.group(1) == null || !isGood(matcher.group(1))) {
          return SdpVerdict.BAD_CANDIDATE;
        }
      }
    }
    return SdpVerdict.GOOD;
  }

  private static boolean isGood(String value) {
    var candidate = new IceCandidate("candidate:" + value, Optional.empty(), OptionalInt.empty());
    return PLAIN.matcher(value).matches()
        && SdpScan.scan(List.of(candidate), true) instanceof Scanned.Passed;
  }

  private static SdpVerdict verdict(String sdpJson) {
    var message = announced(offers(offer(offerId(1), sdpJson)));
    if (message.offers().size() == 1) {
      return SdpVerdict.GOOD;
    }
    assertThat(message.leftOut().badCandidate()).isEqualTo(1);
    return SdpVerdict.BAD_CANDIDATE;
  }

  /** Of a thousand characters {@code escaped} are written as escapes without need. */
  private static String spelled(String text, Random random, int escaped) {
    var json = new StringBuilder();
    for (char c : text.toCharArray()) {
      int shortEscape = "\"\\/\b\f\n\r\t".indexOf(c);
      if (random.nextInt(1000) < escaped || c < ' ' && shortEscape < 0) {
        json.append((random.nextBoolean() ? "\\u%04x" : "\\u%04X").formatted((int) c));
      } else if (shortEscape >= 0 && (c != '/' || random.nextBoolean())) {
        json.append('\\').append("\"\\/bfnrt".charAt(shortEscape));
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }

  @Provide
  Arbitrary<String> descriptions() {
    var ends = Arbitraries.of("\r\n", "\r\n", "\r\n", "\n", "\r");
    var others = Arbitraries.of("v=0", "a=mid:0", "", "a=ice-pwd:2/1mu+C", "s=\u00e9", "a=x:\"");
    var lines = Arbitraries.oneOf(candidates(), candidates(), others);
    return Combinators.combine(lines, ends)
        .as(String::concat)
        .list()
        .ofMaxSize(5)
        .map(l -> String.join("", l));
  }

  private static Arbitrary<String> candidates() {
    var names =
        mostly(
            "a=candidate:",
            "a=Candidate:",
            " a=candidate:",
            "a= candidate :",
            "a=candidate ",
            "a=candidatex:");
    var transports = mostly("udp", "tcp", "UDP", "TCP", "Tcp", "sctp", "");
    var addresses =
        mostly(
            "203.0.113.7",
            "10.1.2.3",
            "5c1d6a2e-7f0b-4b3e-9d51-0c1f2a3b4c5d.local",
            "127.0.0.1",
            "0.0.0.0",
            "223.255.255.255",
            "224.0.0.1",
            "169.254.169.1",
            "169.254.171.1",
            "100.100.100.200",
            "100.100.100.201",
            "01.2.3.4",
            "1.2.3.256",
            "1.2.3",
            "::1",
            "2001:db8::7",
            "::ffff:10.0.0.1",
            "ff02::1",
            "-.local",
            "A-b.local",
            "x".repeat(63) + ".local",
            "x".repeat(64) + ".local",
            "X.LOCAL",
            "localhost",
            "");
    var ports =
        mostly(
            "50123", "9", "443", "3478", "1023", "1024", "65535", "65536", "007000", "00443", "0",
            "");
    var rests =
        mostly(
            " typ host",
            " typ srflx raddr 0.0.0.0 rport 0 generation 0",
            " typ host tcptype active",
            " typ host tcptype passive tcptype active",
            " typ host x tcptype active",
            " typ",
            " typ ",
            " TYP host",
            " typ host ",
            " typ host  x",
            " typ host" + " y".repeat(32),
            " typ host" + " y".repeat(33));
    return Combinators.combine(names, transports, addresses, ports, rests)
        .as(
            (name, transport, address, port, rest) ->
                name + "1 1 " + transport + " 2113937151 " + address + " " + port + rest);
  }

  private static Arbitrary<String> mostly(String usual, String... others) {
    return Arbitraries.oneOf(
        Arbitraries.just(usual), Arbitraries.just(usual), Arbitraries.of(others));
  }
}
