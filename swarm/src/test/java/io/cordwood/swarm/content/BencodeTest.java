package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.swarm.content.InvalidContentException.Code;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {
  private static final BencodeLimits LIMITS = new BencodeLimits(4096, 3, 8);

  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("bencode.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theVectorsHold(Vectors.Case vector) {
    byte[] input = vector.inputBytes();
    if (vector.isRefused()) {
      vector.assertRefused(() -> Bencode.decode(input, BencodeLimits.TORRENT));
      return;
    }
    var value = value(vector.expect().get("value"));
    assertThat(Bencode.decode(input, BencodeLimits.TORRENT)).isEqualTo(value);
    assertThat(Bencode.encode(value)).isEqualTo(input);
  }

  private static BencodeValue value(JsonNode json) {
    var kind = json.fieldNames().next();
    var inner = json.get(kind);
    return switch (kind) {
      case "integer" -> new BencodeInteger(Long.parseLong(inner.textValue()));
      case "string" -> string(inner);
      case "list" -> {
        var values = new ArrayList<BencodeValue>();
        inner.forEach(element -> values.add(value(element)));
        yield new BencodeList(values);
      }
      case "dictionary" -> {
        var dictionary = BencodeDictionary.builder();
        inner.forEach(entry -> dictionary.put(string(entry.get(0)), value(entry.get(1))));
        yield dictionary.build();
      }
      default -> throw new AssertionError("Write " + kind + " as one of the four kinds.");
    };
  }

  private static BencodeString string(JsonNode hex) {
    return BencodeString.of(HexFormat.of().parseHex(hex.textValue()));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 0, -1})
  void integersReachToTheEndsOf64Bits(long value) {
    byte[] encoded = Bencode.encode(new BencodeInteger(value));
    assertThat(Bencode.decode(encoded, LIMITS)).isEqualTo(new BencodeInteger(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"i9223372036854775808e", "i-9223372036854775809e", "i18446744073709551617e"})
  void integersOver64BitsAreRefusedAndDoNotWrapAround(String input) {
    Vectors.assertRefused(Code.BENCODE, () -> decode(input));
  }

  @Test
  void depthIsBounded() {
    assertThat(decode("llleee")).isEqualTo(BencodeList.of(BencodeList.of(BencodeList.of())));
    Vectors.assertRefused(Code.TOO_BIG, () -> decode("lllleeee"));
    Vectors.assertRefused(Code.TOO_BIG, () -> decode("ld1:aldeeee"));
  }

  @Test
  void siblingsDoNotAddUpToDepth() {
    assertThat(decode("llelelelee")).isInstanceOf(BencodeList.class);
  }

  @Test
  void theNumberOfValuesIsBoundedAndKeysCount() {
    assertThat(decode("l" + "le".repeat(7) + "e")).isInstanceOf(BencodeList.class);
    Vectors.assertRefused(Code.TOO_BIG, () -> decode("l" + "le".repeat(8) + "e"));
    Vectors.assertRefused(Code.TOO_BIG, () -> decode("d1:ai1e1:bi1e1:ci1e1:di1ee"));
  }

  @Test
  void theNumberOfBytesIsBounded() {
    Vectors.assertRefused(Code.TOO_BIG, () -> Bencode.decode(new byte[4097], LIMITS));
  }

  @Test
  void thePlaceOfEveryTopLevelValueIsKept() {
    byte[] input = ascii("d8:announce3:url4:infod4:infoi1eee");
    var located = Bencode.decodeLocated(input, LIMITS);
    var range = located.ranges().get(BencodeString.of("info"));
    assertThat(range).isEqualTo(new ByteRange(22, 11));
    assertThat(new String(input, 22, 11, StandardCharsets.US_ASCII)).isEqualTo("d4:infoi1ee");
    assertThat(located.ranges()).hasSize(2);
  }

  @Test
  void aDictionaryIsAskedForAndGotOrRefused() {
    assertThat(Bencode.decodeDictionary(ascii("de"), LIMITS).entries()).isEmpty();
    Vectors.assertRefused(Code.BENCODE, () -> Bencode.decodeDictionary(ascii("le"), LIMITS));
  }

  @Test
  void aKeyIsPutOnce() {
    var builder = BencodeDictionary.builder().put("a", 1);
    Vectors.assertRefused(Code.BENCODE, () -> builder.put("a", 2));
  }

  @Test
  void textIsUtf8OrRefused() {
    assertThat(BencodeString.of("Scheite fürs Feuer").text()).isEqualTo("Scheite fürs Feuer");
    Vectors.assertRefused(Code.BENCODE, () -> BencodeString.of(new byte[] {(byte) 0xff}).text());
  }

  private static BencodeValue decode(String input) {
    return Bencode.decode(ascii(input), LIMITS);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
