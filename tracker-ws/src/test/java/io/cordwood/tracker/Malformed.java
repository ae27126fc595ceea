package io.cordwood.tracker;

import io.cordwood.swarm.content.SwarmId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Damaged messages, made from the tracker's corpus by chance; the same for the same generator. All
 * are UTF-8, unless it is asked for one that is not. One thread at a time.
 */
final class Malformed {
  private static final Path CORPUS = Path.of("../swarm/src/test/resources/tracker-corpus");
  private static final String ALPHABET = "{}[]:,\"\\u0019eE.-+truefalsn \n";
  private static final List<String> MEMBERS =
      List.of(
          "action",
          "info_hash",
          "peer_id",
          "to_peer_id",
          "offer_id",
          "event",
          "left",
          "numwant",
          "offers",
          "answer",
          "trackerid",
          "offer",
          "x");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "7",
          "-1",
          "1e999",
          "[]",
          "{}",
          "[null]",
          "\"\"",
          "\"announce\"",
          "\"scrape\"",
          "\"stopped\"",
          "\"swarm-00000000000009\"",
          "\"-WW0203-000000000009\"",
          "[\"swarm-00000000000009\",7]",
          "{\"sdp\":7}",
          "{\"sdp\":\"x\",\"sdp\":\"y\"}",
          "[{\"offer\":{\"sdp\":\"x\"},\"offer_id\":[]}]",
          "\"\\ud800\"",
          "nul",
          "01",
          "\"");
  private static final String LONG_SCRAPE =
      Said.scrape(IntStream.range(0, 65).mapToObj(Said::swarm).toArray(SwarmId[]::new));
  private static final int GARBAGE_BYTES = 64 * 1024;
  private static final int ONE_LARGE_IN = 4_000;
  private static final int DEEPEST = 200;

  private final SplittableRandom random;
  private final List<byte[]> seeds = new ArrayList<>();
  private final List<byte[]> notUtf8 = new ArrayList<>();

  Malformed(SplittableRandom random) {
    this.random = random;
    try (var files = Files.newDirectoryStream(CORPUS, "*.json")) {
      for (var file : files) {
        var bytes = Files.readAllBytes(file);
        (isUtf8(bytes) ? seeds : notUtf8).add(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    seeds.sort(Arrays::compare);
    notUtf8.sort(Arrays::compare);
  }

  byte[] next() {
    if (random.nextInt(ONE_LARGE_IN) == 0) {
      return garbage(GARBAGE_BYTES);
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> flipped(seed());
      case 2, 3 -> cut(seed());
      case 4 -> spliced(seed(), seed());
      case 5 -> nested(random.nextInt(1, DEEPEST));
      case 6 -> garbage(random.nextInt(40));
      default -> random.nextInt(64) == 0 ? ascii(LONG_SCRAPE) : wrongTypes();
    };
  }

  byte[] notUtf8() {
    return switch (random.nextInt(3)) {
      case 0 -> notUtf8.get(random.nextInt(notUtf8.size()));
      case 1 -> {
        var bytes = new byte[random.nextInt(1, 2_000)];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xff;
        yield bytes;
      }
      default -> {
        var seed = seed();
        var bytes = Arrays.copyOf(seed, seed.length + 1);
        bytes[random.nextInt(bytes.length)] = (byte) 0xc0;
        yield bytes;
      }
    };
  }

  /** Mostly a short one, so that many are read. */
  private byte[] seed() {
    var one = seeds.get(random.nextInt(seeds.size()));
    var other = seeds.get(random.nextInt(seeds.size()));
    var shorter = one.length < other.length ? one : other;
    return shorter.length == 0 ? other : shorter;
  }

  /** ASCII stays ASCII. */
  private byte[] flipped(byte[] seed) {
    var bytes = seed.clone();
    for (int i = random.nextInt(1, 12); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      if (bytes[at] >= 0) {
        bytes[at] =
            random.nextBoolean()
                ? (byte) (bytes[at] ^ 1 << random.nextInt(7))
                : (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      }
    }
    return bytes;
  }

  private byte[] cut(byte[] seed) {
    return Arrays.copyOf(seed, boundary(seed));
  }

  private byte[] spliced(byte[] head, byte[] tail) {
    int keep = boundary(head);
    int from = boundary(tail);
    var joined = Arrays.copyOf(head, keep + tail.length - from);
    System.arraycopy(tail, from, joined, keep, tail.length - from);
    return joined;
  }

  /** A place between two characters. */
  private int boundary(byte[] utf8) {
    int at = random.nextInt(utf8.length + 1);
    while (at < utf8.length && (utf8[at] & 0xc0) == 0x80) {
      at++;
    }
    return at;
  }

  private byte[] nested(int depth) {
    var open = random.nextBoolean() ? "[" : "{\"x\":";
    return ascii("{\"action\":\"announce\",\"x\":" + open.repeat(depth));
  }

  private byte[] garbage(int length) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    if (length > 0 && random.nextBoolean()) {
      bytes[0] = '{';
    }
    return bytes;
  }

  private byte[] wrongTypes() {
    var json = new StringBuilder("{\"action\":\"").append(one("announce", "scrape", "x"));
    json.append("\",\"info_hash\":").append(one("\"swarm-00000000000009\"", one(VALUES)));
    for (int i = random.nextInt(7); i > 0; i--) {
      json.append(",\"").append(one(MEMBERS)).append("\":").append(one(VALUES));
    }
    return ascii(json.append('}').toString());
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
