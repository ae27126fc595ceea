package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedBytesTest {
  private static final String HEX = "2d4357303030312d000102030405060708090aff";

  @Test
  void hexAndBytesAndLatin1AreThreeFormsOfOneId() {
    var id = PeerId.parse(HEX);
    assertThat(PeerId.of(id.bytes())).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(PeerId.ofLatin1(id.latin1())).isEqualTo(id);
    assertThat(id.hex()).isEqualTo(HEX).isEqualTo(id.toString());
  }

  @Test
  void nobodyCanChangeAnIdFromOutside() {
    var bytes = new byte[20];
    var id = SwarmId.of(bytes);
    bytes[0] = 1;
    id.bytes()[1] = 1;
    assertThat(id).isEqualTo(SwarmId.parse("00".repeat(20)));
  }

  @Test
  void idsOfDifferentTypesAreNeverEqual() {
    assertThat((Object) SwarmId.parse(HEX)).isNotEqualTo(PeerId.parse(HEX));
    var hash = Hash32.sha256(new byte[0]);
    assertThat((Object) Root.of(hash)).isNotEqualTo(hash);
    assertThat(Root.of(hash).asHash()).isEqualTo(hash);
  }

  @Test
  void idsAreOrderedByUnsignedBytes() {
    var low = SwarmId.parse("7f" + "00".repeat(19));
    var high = SwarmId.parse("80" + "00".repeat(19));
    assertThat(low).isLessThan(high);
  }

  @Test
  void anIdIsWrittenIntoABuffer() {
    var buffer = ByteBuffer.allocate(20);
    PeerId.parse(HEX).writeTo(buffer);
    assertThat(buffer.array()).isEqualTo(PeerId.parse(HEX).bytes());
  }

  @Test
  void aNodesIdsBeginAsTheProtocolSays() {
    var random = new byte[12];
    Arrays.fill(random, (byte) 0xab);
    var id = PeerId.ofNode(random);
    assertThat(id.latin1()).startsWith("-CW0001-");
    assertThat(id.isOfNode()).isTrue();
    assertThat(PeerId.ofLatin1("-WW0300-123456789012").isOfNode()).isFalse();
    Vectors.assertRefused(Code.ID, () -> PeerId.ofNode(new byte[11]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2d4357303030312d000102030405060708090af",
        "2d4357303030312d000102030405060708090aff00",
        "2D4357303030312D000102030405060708090AFF",
        "2d4357303030312d000102030405060708090afg",
        " 2d4357303030312d000102030405060708090af"
      })
  void otherHexFormsAreRefused(String hex) {
    Vectors.assertRefused(Code.ID, () -> SwarmId.parse(hex));
  }

  @Test
  void otherLengthsAndWideCharactersAreRefused() {
    Vectors.assertRefused(Code.ID, () -> SwarmId.of(new byte[19]));
    Vectors.assertRefused(Code.ID, () -> Root.of(new byte[20]));
    Vectors.assertRefused(Code.ID, () -> Hash32.of(new byte[33]));
    Vectors.assertRefused(Code.ID, () -> PeerId.ofLatin1("Ā".repeat(20)));
    Vectors.assertRefused(Code.ID, () -> SwarmId.parse(null));
  }

  @Test
  void digestsAreThoseOfTheStandard() {
    assertThat(Hash32.sha256(new byte[0]))
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Sha1.sha1(new byte[0])).hasToString("da39a3ee5e6b4b0d3255bfef95601890afd80709");
  }
}
