package io.cordwood.tracker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PeerTokensTest {
  private static final SwarmId SWARM = SwarmId.ofLatin1("abcdefghij0123456789");
  private static final PeerId PEER = PeerId.ofLatin1("-WW0203-abcdefghijkl");
  private final PeerTokens tokens = new PeerTokens(key(1));

  @Test
  void aTokenIsShortAndFitForJsonAndProvesItsPeer() {
    var token = tokens.of(SWARM, PEER);
    assertThat(token).matches("[A-Za-z0-9_-]{16}");
    assertThat(tokens.of(SWARM, PEER)).isEqualTo(token);
    assertThat(tokens.proves(token, SWARM, PEER)).isTrue();
  }

  /** Written with Python's hmac: sha256 of key 00…1f over swarm and peer, first 12 bytes. */
  @Test
  void itIsTheHmacOfSwarmAndPeer() {
    var key =
        HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    assertThat(new PeerTokens(key).of(SWARM, PEER)).isEqualTo("Yzk8_RtrmPnA3_Rj");
  }

  @Test
  void withAnotherKeyEarlierTokensMeanNothing() {
    var other = new PeerTokens(key(2));
    assertThat(other.proves(tokens.of(SWARM, PEER), SWARM, PEER)).isFalse();
  }

  @Test
  void garbageProvesNothing() {
    var token = tokens.of(SWARM, PEER);
    for (var garbage :
        new String[] {
          "",
          " ",
          "=",
          "====",
          "%",
          "\u0000",
          "é",
          "\ud800",
          "A",
          "x".repeat(100_000),
          token + "A",
          token + "=",
          token + "====",
          token.substring(1),
          token.substring(0, 15),
          " " + token,
          token + "\n",
          "A" + token
        }) {
      assertThat(tokens.proves(garbage, SWARM, PEER)).as(garbage).isFalse();
    }
  }

  static byte[] key(int of) {
    var key = new byte[PeerTokens.KEY_BYTES];
    Arrays.fill(key, (byte) of);
    return key;
  }
}
