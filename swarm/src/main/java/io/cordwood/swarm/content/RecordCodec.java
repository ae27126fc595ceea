package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.Set;

/** Records as bencoded dictionaries (PROTOCOL §2.1); one record has one encoding. */
public final class RecordCodec {
  /** The most bytes of one encoded record. */
  public static final int MAX_BYTES = 16 * 1024;

  private static final BencodeLimits LIMITS = new BencodeLimits(MAX_BYTES, 8, 64);
  private static final Set<String> KEYS =
      Set.of("duration", "epoch", "lines", "number", "part", "rendition", "root", "size", "uri");

  private RecordCodec() {}

  /** Encodes a record. */
  public static byte[] encode(SegmentRecord record) {
    return Bencode.encode(toDictionary(record));
  }

  /** Decodes bytes that are one record and nothing else; refuses all others. */
  public static SegmentRecord decode(byte[] bytes) {
    return fromValue(Bencode.decode(bytes, LIMITS));
  }

  /** The dictionary of a record, to be put into another message. */
  public static BencodeDictionary toDictionary(SegmentRecord record) {
    return BencodeDictionary.builder()
        .put("duration", record.durationMs())
        .put("epoch", record.epoch())
        .put("lines", record.lines())
        .put("number", record.number())
        .put("part", record.part())
        .put("rendition", record.rendition().value())
        .put("root", record.root())
        .put("size", record.sizeBytes())
        .put("uri", record.uri().value())
        .build();
  }

  /** The record that a decoded value is; refuses all others. */
  public static SegmentRecord fromValue(BencodeValue value) {
    var fields = Fields.of(value, Code.RECORD, "A record").exactly(KEYS);
    return new SegmentRecord(
        new RenditionName(fields.text("rendition", 32)),
        natural(fields, "epoch"),
        natural(fields, "number"),
        natural(fields, "part"),
        ContentPath.parse(fields.text("uri", ContentPath.MAX_BYTES)),
        fields.integer("size", 1, ContentFile.MAX_SIZE_BYTES),
        natural(fields, "duration"),
        Root.of(fields.bytes("root", Root.LENGTH)),
        fields.text("lines", SegmentRecord.MAX_LINES_BYTES));
  }

  private static int natural(Fields fields, String key) {
    return (int) fields.integer(key, 0, Integer.MAX_VALUE);
  }
}
