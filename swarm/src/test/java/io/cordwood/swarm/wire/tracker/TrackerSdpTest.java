package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.GOOD_LINE;
import static io.cordwood.swarm.wire.tracker.Messages.announced;
import static io.cordwood.swarm.wire.tracker.Messages.json;
import static io.cordwood.swarm.wire.tracker.Messages.offer;
import static io.cordwood.swarm.wire.tracker.Messages.offerId;
import static io.cordwood.swarm.wire.tracker.Messages.offers;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scan of stock clients' descriptions: candidates only, in whatever spelling. */
class TrackerSdpTest {
  private static final String BAD_LINE = GOOD_LINE.replace("203.0.113.7", "127.0.0.1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.7 46154",
        "10.0.0.1 1024",
        "192.168.1.9 65535",
        "172.16.0.1 443",
        "8.8.8.8 3478",
        "5c1d6a2e-7f0b-4b3e-9d51-0c1f2a3b4c5d.local 50000",
        "x.local 5000",
        "2001:db8::1 5000",
        "fd12:3456::1 5000",
        "fe80::1 5000",
        "169.254.1.1 5000",
        "100.64.0.1 5000"
      })
  void addressesAndPortsThatAnybodyMayBeSentToPass(String addressAndPort) {
    assertThat(passes("a=candidate:1 1 udp 1 " + addressAndPort + " typ host")).isTrue();
    assertThat(passes("a=candidate:1 1 TCP 1 " + addressAndPort + " typ host tcptype passive"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1 5000",
        "127.1 5000",
        "0.0.0.0 5000",
        "0.1.2.3 5000",
        "224.0.0.1 5000",
        "255.255.255.255 5000",
        "240.0.0.1 5000",
        "169.254.169.254 5000",
        "169.254.170.2 5000",
        "100.100.100.200 5000",
        "::1 5000",
        ":: 5000",
        "ff02::1 5000",
        "::ffff:127.0.0.1 5000",
        "64:ff9b::7f00:1 5000",
        "2002:7f00:1::1 5000",
        "fd00:ec2::254 5000",
        "010.0.0.1 5000",
        "256.1.1.1 5000",
        "1.2.3 5000",
        "1.2.3.4.5 5000",
        "1..2.3 5000",
        "2130706433 5000",
        "0x7f000001 5000",
        "localhost 5000",
        "example.com 5000",
        ".local 5000",
        "-x.local 5000",
        "x-.local 5000",
        "a.b.local 5000",
        "203.0.113.7 53",
        "203.0.113.7 1023",
        "203.0.113.7 0",
        "203.0.113.7 65536",
        "203.0.113.7 443x",
        "203.0.113.7 -1",
        "203.0.113.7 9",
        "203.0.113.7  5000",
        "\\t203.0.113.7 5000"
      })
  void allOthersAreCutOut(String addressAndPort) {
    assertThat(passes("a=candidate:1 1 udp 1 " + addressAndPort + " typ host")).isFalse();
  }

  @Test
  void portNineIsForActiveTcpOnly() {
    var line = "a=candidate:1 1 tcp 1 203.0.113.7 9 typ host";
    assertThat(passes(line + " tcptype active")).isTrue();
    assertThat(passes(line + " generation 0 tcptype active")).isTrue();
    assertThat(passes(line + " generation tcptype active 0")).isFalse();
    assertThat(passes(line + " tcptype passive tcptype active")).isFalse();
    assertThat(passes(line + " tcptype")).isFalse();
    assertThat(passes(line)).isFalse();
    assertThat(passes(line.replace("tcp", "udp") + " tcptype active")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=CANDIDATE:",
        "A=candidate:",
        " a=candidate:",
        "a= candidate:",
        "a=candidate :",
        "a =candidate:",
        "\\ta=\\tcandidate:",
        "a=\\u0063andidate:",
        "\\u0061=candidate:",
        "a\\u003dcandidate:",
        "a=candidate\\u003a",
        "\u00a0a=candidate:",
        "\\u0000a=candidate:",
        "a=\\fcandidate:",
        "x\\u000aa=candidate:",
        "x\\u000Da=candidate:",
        "x\\ra=candidate:",
        "x\\u2028a=candidate:",
        "x\\u0085a=candidate:",
        "x\\u000ba=candidate:",
        "x\u2028a=candidate:",
        "a=\\u00a0candidate:",
        "a=\\u3000candidate\\u3000:",
        "\u007fa=\u007fcandidate\u007f:"
      })
  void noSpellingHidesAForbiddenCandidate(String prefix) {
    assertThat(passes(BAD_LINE.replace("a=candidate:", prefix))).isFalse();
    assertThat(passes("v=0\\r\\n" + BAD_LINE.replace("a=candidate:", prefix) + "\\r\\n")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.\\u0031",
        "\\u0031\\u0032\\u0037.0.0.1",
        "127\\u002e0.0.1",
        "127.0.0.1\u00a0",
        "127.0.0.1\\/",
        "203.0.113.\u0661",
        "203.0.113.7\u007f"
      })
  void noSpellingHidesAForbiddenAddress(String address) {
    assertThat(passes(GOOD_LINE.replace("203.0.113.7", address))).isFalse();
  }

  @Test
  void aGoodCandidatePassesInAnySpelling() {
    assertThat(passes(GOOD_LINE)).isTrue();
    assertThat(passes(GOOD_LINE.replace("203", "\\u0032\\u00303"))).isTrue();
    assertThat(passes("s=\u00e9\\t\\\\r\\/\\r" + GOOD_LINE + "\\n\\n" + GOOD_LINE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "a=",
        "a",
        "\\r\\n\\r\\n",
        "a=candidates:127.0.0.1",
        "a=end-of-candidates",
        "a=remote-candidates:1 127.0.0.1 53",
        "b=candidate:x",
        "s=a=candidate:x",
        "\\ud800",
        "\\u0000",
        "c=IN IP4 127.0.0.1",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=candidate-pair:x"
      })
  void otherLinesAreFree(String sdp) {
    assertThat(passes(sdp)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a=candidate", "a=candidate:", "a=candidate 1 1 udp 1 127.0.0.1 53 typ host"})
  void aCandidateWithoutItsColonOrValueIsCutOut(String line) {
    assertThat(passes(line)).isFalse();
  }

  @Test
  void thirtyTwoCandidatesPassAndThirtyThreeDoNot() {
    for (var end : new String[] {"\\r\\n", "\\n", "\\r", "\\u000a"}) {
      for (var line : new String[] {GOOD_LINE, BAD_LINE}) {
        assertThat(announced(offers(offer(offerId(1), (line + end).repeat(32)))).offers())
            .hasSize(1);
        var message = announced(offers(offer(offerId(1), (line + end).repeat(33))));
        assertThat(message.offers()).isEmpty();
        assertThat(message.leftOut().badCandidate()).isEqualTo(1);
        assertThat(message.candidatesCut()).isZero();
      }
    }
  }

  @Test
  void fortyTokensPassAndFortyOneDoNot() {
    var line = "a=candidate:1 1 udp 1 203.0.113.7 5000 typ host";
    assertThat(passes(line + " x".repeat(32))).isTrue();
    assertThat(passes(line + " x".repeat(33))).isFalse();
    assertThat(passes(line + " ".repeat(33))).isFalse();
  }

  /** True when nothing is cut; else the line is. */
  private static boolean passes(String sdpJson) {
    var message = announced(offers(offer(offerId(1), sdpJson)));
    assertThat(message.leftOut()).isEqualTo(OffersLeftOut.NONE);
    assertThat(message.warning()).isEmpty();
    var relayed = json(message.offers().getFirst().description());
    boolean whole = relayed.equals("{\"type\":\"offer\",\"sdp\":\"" + sdpJson + "\"}");
    assertThat(message.candidatesCut()).isEqualTo(whole ? 0 : 1);
    return whole;
  }
}
