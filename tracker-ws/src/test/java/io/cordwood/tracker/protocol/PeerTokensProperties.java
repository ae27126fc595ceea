package io.cordwood.tracker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for any swarm, peer and token. */
class PeerTokensProperties {
  private final PeerTokens tokens = new PeerTokens(PeerTokensTest.key(1));

  @Property(tries = 500)
  void aTokenProvesItsOwnPeerOnly(
      @ForAll @Size(20) byte[] swarm,
      @ForAll @Size(20) byte[] peer,
      @ForAll @IntRange(max = 159) int bit) {
    var token = tokens.of(SwarmId.of(swarm), PeerId.of(peer));
    assertThat(tokens.proves(token, SwarmId.of(swarm), PeerId.of(peer))).isTrue();
    assertThat(tokens.proves(token, SwarmId.of(flipped(swarm, bit)), PeerId.of(peer))).isFalse();
    assertThat(tokens.proves(token, SwarmId.of(swarm), PeerId.of(flipped(peer, bit)))).isFalse();
  }

  @Property(tries = 500)
  void noTextProvesAPeerUnlessItIsItsToken(
      @ForAll @Size(20) byte[] swarm, @ForAll @Size(20) byte[] peer, @ForAll String text) {
    var token = tokens.of(SwarmId.of(swarm), PeerId.of(peer));
    assertThat(tokens.proves(text, SwarmId.of(swarm), PeerId.of(peer)))
        .isEqualTo(text.equals(token));
  }

  @Property(tries = 500)
  void aTokenWithOneCharacterChangedIsNone(
      @ForAll @Size(20) byte[] peer, @ForAll @IntRange(max = 15) int at, @ForAll char other) {
    var swarm = SwarmId.of(new byte[SwarmId.LENGTH]);
    var token = tokens.of(swarm, PeerId.of(peer));
    var changed = token.substring(0, at) + other + token.substring(at + 1);
    assertThat(tokens.proves(changed, swarm, PeerId.of(peer))).isEqualTo(changed.equals(token));
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    var changed = bytes.clone();
    changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    return changed;
  }
}
