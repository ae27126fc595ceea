package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BencodeProperties {
  private static final BencodeLimits LIMITS = new BencodeLimits(1 << 16, 12, 4096);

  @Property(edgeCases = EdgeCasesMode.NONE)
  void whatIsEncodedIsDecodedAgain(@ForAll("values") BencodeValue value) {
    assertThat(Bencode.decode(Bencode.encode(value), LIMITS)).isEqualTo(value);
  }

  @Property(tries = 5000)
  void arbitraryBytesAreAValueWithThisOneEncodingOrRefused(@ForAll byte[] input) {
    decode(input).ifPresent(value -> assertThat(Bencode.encode(value)).isEqualTo(input));
  }

  @Property(tries = 5000)
  void bytesOfTheAlphabetAreAValueWithThisOneEncodingOrRefused(@ForAll("alphabet") String text) {
    byte[] input = text.getBytes(StandardCharsets.ISO_8859_1);
    decode(input).ifPresent(value -> assertThat(Bencode.encode(value)).isEqualTo(input));
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void aValueWithAByteChangedIsAnotherValueOrRefused(
      @ForAll("values") BencodeValue value, @ForAll int at, @ForAll byte change) {
    byte[] input = Bencode.encode(value);
    input[Math.floorMod(at, input.length)] ^= change;
    decode(input).ifPresent(other -> assertThat(Bencode.encode(other)).isEqualTo(input));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aValueCutShortIsRefused(@ForAll("values") BencodeValue value, @ForAll int at) {
    byte[] whole = Bencode.encode(value);
    byte[] input = Arrays.copyOf(whole, Math.floorMod(at, whole.length));
    assertThat(decode(input)).isEmpty();
  }

  @Property(tries = 300)
  void memoryIsBoundedByTheInputWhateverLengthsItAnnounces(
      @ForAll("alphabet") String text, @ForAll @IntRange(min = 0, max = 400) int lists) {
    byte[] input = ("l".repeat(lists) + text).getBytes(StandardCharsets.ISO_8859_1);
    decode(input);
    long before = allocatedBytes();
    decode(input);
    assertThat(allocatedBytes() - before).isLessThan(64_000 + 400L * input.length);
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static Optional<BencodeValue> decode(byte[] input) {
    try {
      return Optional.of(Bencode.decode(input, LIMITS));
    } catch (InvalidContentException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return Optional.empty();
    }
  }

  @Provide
  Arbitrary<String> alphabet() {
    return Arbitraries.strings().withChars("ilde0123456789:-").ofMaxLength(200);
  }

  @Provide
  Arbitrary<BencodeValue> values() {
    return value(3);
  }

  private static Arbitrary<BencodeValue> value(int depth) {
    var strings = Arbitraries.bytes().array(byte[].class).ofMaxSize(12).map(BencodeString::of);
    Arbitrary<BencodeValue> integers = Arbitraries.longs().map(BencodeInteger::new);
    Arbitrary<BencodeValue> leaves = Arbitraries.oneOf(integers, strings.map(s -> s));
    if (depth == 0) {
      return leaves;
    }
    var below = value(depth - 1);
    Arbitrary<BencodeValue> lists = below.list().ofMaxSize(4).map(BencodeList::new);
    Arbitrary<BencodeValue> dictionaries =
        Arbitraries.maps(strings, below).ofMaxSize(4).map(BencodeDictionary::of);
    return Arbitraries.oneOf(leaves, lists, dictionaries);
  }
}
