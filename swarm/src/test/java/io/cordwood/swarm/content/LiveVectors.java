package io.cordwood.swarm.content;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes {@code swarm/vectors/live.json} with new keys and signatures; run in {@code swarm/} when
 * the format changes. Otherwise the signed bytes stay as they are, since a signature is another one
 * each time.
 */
final class LiveVectors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TitleId NEWS = TitleId.parse("demo/news");
  private static final TitleId SPORT = TitleId.parse("demo/sport");
  private static final RenditionName HIGH = new RenditionName("720p");
  private static final int MAX = LiveChannel.MAX_NUMBER;

  private final ChannelKeyPair pair = ChannelKeyPair.generate();
  private final ChannelKeyPair other = ChannelKeyPair.generate();
  private final List<String> records = new ArrayList<>();

  /** Writes the file. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of("vectors", "live.json"), new LiveVectors().text());
  }

  private String text() {
    accepted();
    refusedBySignature();
    refusedByHashes();
    refusedByForm();
    return """
        {
          "description": "Live channels (PROTOCOL 2.5). channels: a title and its key as a point of P-256 in hex; expect its JWK and the swarm, or a refusal. cases: a signed record in hex, read for that channel; expect what it says, and what encodes to the input again, or a refusal. hashes are those of the pieces, for a segment of one piece its root; segments' bytes are i mod 251. pieces: indices on the wire, and a number by which they are read back.",
          "channels": [
            %s
          ],
          "pieces": [
            %s
          ],
          "cases": [
            %s
          ]
        }
        """
        .formatted(join(channels()), join(pieces()), join(records));
  }

  private static String join(List<String> lines) {
    return String.join(",\n    ", lines);
  }

  private List<String> channels() {
    byte[] key = pair.publicKey().bytes();
    byte[] off = key.clone();
    off[64] ^= 1;
    byte[] hybrid = key.clone();
    hybrid[0] = 6;
    return List.of(
        channel("a channel", NEWS, pair.publicKey()),
        channel("another name is another swarm", SPORT, pair.publicKey()),
        channel("another key is another swarm", NEWS, other.publicKey()),
        refusedKey("refused: not on the curve", off, "KEY"),
        refusedKey("refused: another form", hybrid, "KEY"),
        refusedKey("refused: compressed", Arrays.copyOf(key, 33), "ID"),
        refusedKey("refused: no point", new byte[65], "KEY"));
  }

  private static String channel(String name, TitleId title, ChannelKey key) {
    var vector = vector(name);
    input(vector, title, key.bytes());
    vector
        .putObject("expect")
        .put("swarm", new LiveChannel(title, key).swarm().hex())
        .put("x", key.x())
        .put("y", key.y());
    return vector.toString();
  }

  private static String refusedKey(String name, byte[] key, String code) {
    var vector = vector(name);
    input(vector, NEWS, key);
    vector.putObject("expect").put("error", code);
    return vector.toString();
  }

  private static List<String> pieces() {
    return List.of(
        piece("the first", 1, 0, 0, 1, 4096L),
        piece("the last of a segment", 17, 2, 511, 18, 17L * 4096 + 2 * 512 + 511),
        piece("over 31 bits", 524_288, 0, 0, 524_287, 2_147_483_648L),
        piece("the last before indices begin anew", 1_048_575, 7, 511, 1_048_570, 4_294_967_295L),
        piece("the same, read behind that", 1_048_575, 7, 511, 1_048_580, 4_294_967_295L),
        piece("the first index there is", 1_048_576, 0, 0, 1_048_570, 0L),
        piece("the same, read behind that", 1_048_576, 0, 0, 1_048_580, 0L),
        piece("the first number's index again", 1_048_577, 0, 0, 1_048_575, 4096L),
        piece("the farthest ahead", 1_048_576 + 524_288, 3, 1, 1_048_576, 2_147_483_648L + 1_537),
        piece("the farthest behind", 524_289, 3, 1, 1_048_576, 2_147_483_648L + 4_096 + 1_537),
        piece(
            "the farthest behind the greatest number's", 2_146_959_360, 0, 0, MAX, 2_147_483_648L),
        piece("the last of all", MAX, 7, 511, MAX, 4_294_967_295L));
  }

  private static String piece(
      String name, int number, int rendition, int piece, int near, long index) {
    var vector = vector(name);
    vector
        .putObject("input")
        .put("number", number)
        .put("rendition", rendition)
        .put("piece", piece)
        .put("near", near);
    vector.putObject("expect").put("index", index);
    return vector.toString();
  }

  private void accepted() {
    accept("a segment of one piece", 32_000, segment(17, 10_000));
    accept("a segment of many pieces, the first of an epoch", 0, first(200_000));
    accept("a segment of exactly one piece", 34_000, segment(18, 16_384));
    accept("the longest, the last and the latest", SignedRecord.MAX_AT_MS, segment(MAX, 8_388_608));
    accept("the first whose index is another's before", 64_000, segment(1_048_577, 10_000));
  }

  private void refusedBySignature() {
    var record = segment(17, 10_000);
    byte[] good = SignedRecord.sign(pair, NEWS, 32_000, record, hashes(10_000)).encode();
    byte[] flipped = good.clone();
    flipped[good.length - 2] ^= 1;
    refuse("a signature with a bit changed", flipped, "SIGNATURE");
    refuse(
        "signed by another channel's key",
        SignedRecord.sign(other, NEWS, 32_000, record, hashes(10_000)).encode(),
        "SIGNATURE");
    refuse(
        "signed for another channel of the same key",
        SignedRecord.sign(pair, SPORT, 32_000, record, hashes(10_000)).encode(),
        "SIGNATURE");
    refuse(
        "another number under the signature",
        inRecord(good, "number", new BencodeInteger(18)),
        "SIGNATURE");
    refuse(
        "the number of the same index under the signature",
        inRecord(good, "number", new BencodeInteger(17 + (1 << 20))),
        "SIGNATURE");
    refuse(
        "another epoch under the signature",
        inRecord(good, "epoch", new BencodeInteger(1)),
        "SIGNATURE");
    refuse(
        "another rendition under the signature",
        inRecord(good, "rendition", BencodeString.of("240p")),
        "SIGNATURE");
    refuse(
        "another segment's root under the signature",
        inRecord(good, "root", BencodeString.of(hashes(40_001).root())),
        "SIGNATURE");
    refuse(
        "other lines under the signature",
        inRecord(good, "lines", BencodeString.of("#EXTINF:2.000,\n0-18.m4s")),
        "SIGNATURE");
    refuse(
        "another time under the signature",
        with(good, "at", new BencodeInteger(34_000)),
        "SIGNATURE");
    refuse(
        "a signature of zeros",
        with(good, "signature", BencodeString.of(new byte[64])),
        "SIGNATURE");
    refuse(
        "a signature of another form",
        with(good, "signature", BencodeString.of(new byte[71])),
        "RECORD");
  }

  private void refusedByHashes() {
    byte[] many = SignedRecord.sign(pair, NEWS, 0, first(200_000), hashes(200_000)).encode();
    byte[] right = hashes(200_000).bytes();
    byte[] wrong = right.clone();
    wrong[0] ^= 1;
    byte[] swapped = right.clone();
    System.arraycopy(right, 0, swapped, 32, 32);
    System.arraycopy(right, 32, swapped, 0, 32);
    byte[] one = SignedRecord.sign(pair, NEWS, 0, segment(17, 10_000), hashes(10_000)).encode();
    refuse("a hash of another root", with(many, "hashes", BencodeString.of(wrong)), "HASH");
    refuse("hashes in another order", with(many, "hashes", BencodeString.of(swapped)), "HASH");
    refuse(
        "a hash too few", with(many, "hashes", BencodeString.of(Arrays.copyOf(right, 96))), "HASH");
    refuse(
        "no hashes for many pieces", with(many, "hashes", BencodeString.of(new byte[0])), "HASH");
    refuse(
        "a hash for one piece",
        with(one, "hashes", BencodeString.of(hashes(10_000).root())),
        "HASH");
  }

  private void refusedByForm() {
    byte[] good =
        SignedRecord.sign(pair, NEWS, 32_000, segment(17, 10_000), hashes(10_000)).encode();
    refuse("a key too many", signed(with(good, "zone", new BencodeInteger(1))), "RECORD");
    refuse("a key missing", without(good, "at"), "RECORD");
    refuse(
        "a key too many in the record",
        signed(inRecord(good, "zone", new BencodeInteger(1))),
        "RECORD");
    refuse("a time below 0", signed(with(good, "at", new BencodeInteger(-1))), "RECORD");
    refuse(
        "a time over 2^53 - 1", signed(with(good, "at", new BencodeInteger(1L << 53))), "RECORD");
    refuse(
        "a number of 31 bits and one more",
        signed(inRecord(good, "number", new BencodeInteger(1L << 31))),
        "RECORD");
    refuse("no media segment", signed(file(good)), "RECORD");
    refuse("no rendition", signed(inRecord(good, "rendition", BencodeString.of(""))), "RECORD");
    refuse(
        "a segment longer than 512 pieces",
        signed(inRecord(good, "size", new BencodeInteger(8_388_609))),
        "GEOMETRY");
    refuse(
        "a path that leaves the folder",
        signed(inRecord(good, "uri", BencodeString.of("../0-17.m4s"))),
        "PATH");
    refuse("a list", new byte[] {'l', 'e'}, "BENCODE");
    refuse("bytes after the end", Arrays.copyOf(good, good.length + 1), "BENCODE");
    refuse("cut short", Arrays.copyOf(good, good.length - 1), "BENCODE");
  }

  private void accept(String name, long atMs, SegmentRecord record) {
    var hashes = hashes((int) record.sizeBytes());
    byte[] bytes = SignedRecord.sign(pair, NEWS, atMs, record, hashes).encode();
    var vector = vector(name);
    input(vector, NEWS, pair.publicKey().bytes()).put("record", HexFormat.of().formatHex(bytes));
    var expect = vector.putObject("expect").put("at", atMs);
    var list = expect.putArray("hashes");
    for (int piece = 0; piece < hashes.count(); piece++) {
      list.add(hashes.get(piece).hex());
    }
    expect
        .putObject("record")
        .put("durationMs", record.durationMs())
        .put("epoch", record.epoch())
        .put("lines", record.lines())
        .put("number", record.number())
        .put("part", record.part())
        .put("rendition", record.rendition().value())
        .put("root", record.root().hex())
        .put("size", record.sizeBytes())
        .put("uri", record.uri().value());
    records.add(vector.toString());
  }

  private void refuse(String name, byte[] bytes, String code) {
    var vector = vector("refused: " + name);
    input(vector, NEWS, pair.publicKey().bytes()).put("record", HexFormat.of().formatHex(bytes));
    vector.putObject("expect").put("error", code);
    records.add(vector.toString());
  }

  private static ObjectNode vector(String name) {
    return JSON.createObjectNode().put("name", name);
  }

  private static ObjectNode input(ObjectNode vector, TitleId title, byte[] key) {
    return vector
        .putObject("input")
        .put("title", title.toString())
        .put("key", HexFormat.of().formatHex(key));
  }

  /** Signs anew what was changed, so that the change alone is wrong with it. */
  private byte[] signed(byte[] changed) {
    var value = dictionary(changed);
    var swarm = new LiveChannel(NEWS, pair.publicKey()).swarm();
    var message =
        BencodeDictionary.builder()
            .put("at", value.get("at").orElseThrow())
            .put("record", value.get("record").orElseThrow())
            .put("swarm", swarm)
            .build();
    return with(changed, "signature", BencodeString.of(pair.sign(Bencode.encode(message))));
  }

  private static byte[] file(byte[] good) {
    return inRecord(
        inRecord(inRecord(good, "number", new BencodeInteger(0)), "lines", BencodeString.of("")),
        "duration",
        new BencodeInteger(0));
  }

  private static byte[] inRecord(byte[] bytes, String key, BencodeValue value) {
    var record = (BencodeDictionary) dictionary(bytes).get("record").orElseThrow();
    return with(bytes, "record", replaced(record, key, value));
  }

  private static byte[] with(byte[] bytes, String key, BencodeValue value) {
    return Bencode.encode(replaced(dictionary(bytes), key, value));
  }

  private static byte[] without(byte[] bytes, String key) {
    var entries = new TreeMap<>(dictionary(bytes).entries());
    entries.remove(BencodeString.of(key));
    return Bencode.encode(BencodeDictionary.of(entries));
  }

  private static BencodeDictionary replaced(
      BencodeDictionary dictionary, String key, BencodeValue value) {
    var entries = new TreeMap<>(dictionary.entries());
    entries.put(BencodeString.of(key), value);
    return BencodeDictionary.of(entries);
  }

  private static BencodeDictionary dictionary(byte[] bytes) {
    return Bencode.decodeDictionary(bytes, BencodeLimits.RECORDS_FILE);
  }

  private static SegmentRecord segment(int number, int size) {
    return record(0, number, size, "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:32.000Z\n");
  }

  private static SegmentRecord first(int size) {
    return record(
        3,
        77,
        size,
        "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"3-init.mp4\"\n"
            + "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z\n");
  }

  private static SegmentRecord record(int epoch, int number, int size, String tags) {
    var file = epoch + "-" + number + ".m4s";
    return new SegmentRecord(
        HIGH,
        epoch,
        number,
        0,
        ContentPath.parse(HIGH + "/" + file),
        size,
        2_000,
        hashes(size).root(),
        tags + "#EXTINF:2.000,\n" + file);
  }

  static PieceHashes hashes(int size) {
    var hasher = new SegmentHasher(LiveChannel.PIECE_LENGTH);
    hasher.update(Vectors.data(size), 0, size);
    return hasher.finish();
  }
}
