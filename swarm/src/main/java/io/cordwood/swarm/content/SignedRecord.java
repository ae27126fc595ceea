package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.Arrays;
import java.util.Set;

/**
 * A live segment's record, its place in the channel's time and its piece hashes, signed by the
 * channel (PROTOCOL §2.5). One that exists was signed or checked here: its hashes belong to the
 * root, and the root, the number, the rendition and the time to the signature. Immutable.
 */
public final class SignedRecord {
  /** The most bytes of one encoded. */
  public static final int MAX_BYTES = 64 * 1024;

  /** The greatest time: what a number holds exactly in a browser too. */
  public static final long MAX_AT_MS = (1L << 53) - 1;

  private static final int SIGNATURE_BYTES = 2 * P256.COORDINATE_BYTES;
  private static final BencodeLimits LIMITS = new BencodeLimits(MAX_BYTES, 8, 64);
  private static final Set<String> KEYS = Set.of("at", "hashes", "record", "signature");

  private final long atMs;
  private final SegmentRecord record;
  private final PieceHashes hashes;
  private final byte[] signature;

  private SignedRecord(long atMs, SegmentRecord record, PieceHashes hashes, byte[] signature) {
    this.atMs = atMs;
    this.record = record;
    this.hashes = hashes;
    this.signature = signature;
  }

  /**
   * Signs a segment of the channel that the pair belongs to.
   *
   * @param atMs where the segment begins, in milliseconds from the channel's beginning
   * @param hashes those of the segment's bytes, in pieces of {@link LiveChannel#PIECE_LENGTH}
   */
  public static SignedRecord sign(
      ChannelKeyPair pair, TitleId title, long atMs, SegmentRecord record, PieceHashes hashes) {
    requireTime(atMs);
    requireSegment(record);
    var swarm = new LiveChannel(title, pair.publicKey()).swarm();
    var checked = verifiedHashes(record, hashes.bytes());
    return new SignedRecord(atMs, record, checked, pair.sign(signedBytes(atMs, record, swarm)));
  }

  /**
   * Decodes bytes that are one signed record of this channel and nothing else; refuses all others
   * with a sentence. The signature is checked last, as what costs most.
   */
  public static SignedRecord decode(byte[] bytes, LiveChannel channel) {
    var fields =
        new Fields(Bencode.decodeDictionary(bytes, LIMITS), Code.RECORD, "A signed record")
            .exactly(KEYS);
    long atMs = fields.integer("at", 0, MAX_AT_MS);
    var record = RecordCodec.fromValue(fields.dictionary("record"));
    requireSegment(record);
    var hashes = hashes(record, fields.string("hashes", MAX_BYTES).shared());
    byte[] signature = fields.bytes("signature", SIGNATURE_BYTES);
    if (!channel.key().verifies(signedBytes(atMs, record, channel.swarm()), signature)) {
      throw new InvalidContentException(
          Code.SIGNATURE, "The channel did not sign this; take its segments from elsewhere.");
    }
    return new SignedRecord(atMs, record, hashes, signature);
  }

  /** The one encoding of it. */
  public byte[] encode() {
    return Bencode.encode(
        BencodeDictionary.builder()
            .put("at", atMs)
            .put("hashes", BencodeString.of(hashes.hasLayer() ? hashes.bytes() : new byte[0]))
            .put("record", RecordCodec.toDictionary(record))
            .put("signature", BencodeString.of(signature))
            .build());
  }

  /** Where the segment begins, in milliseconds from the channel's beginning. */
  public long atMs() {
    return atMs;
  }

  /** What is known of the segment. */
  public SegmentRecord record() {
    return record;
  }

  /** The hashes of its pieces, which belong to the record's root. */
  public PieceHashes hashes() {
    return hashes;
  }

  private static byte[] signedBytes(long atMs, SegmentRecord record, SwarmId swarm) {
    return Bencode.encode(
        BencodeDictionary.builder()
            .put("at", atMs)
            .put("record", RecordCodec.toDictionary(record))
            .put("swarm", swarm)
            .build());
  }

  private static PieceHashes hashes(SegmentRecord record, byte[] list) {
    boolean onePiece = LiveChannel.PIECE_LENGTH.pieces(record.sizeBytes()) == 1;
    if (onePiece && list.length > 0) {
      throw new InvalidContentException(
          Code.HASH, "A segment of one piece has its root as its only hash; send no list.");
    }
    return verifiedHashes(record, onePiece ? record.root().shared() : list);
  }

  private static PieceHashes verifiedHashes(SegmentRecord record, byte[] list) {
    return PieceHashes.verify(LiveChannel.PIECE_LENGTH, record.sizeBytes(), record.root(), list);
  }

  private static void requireTime(long atMs) {
    require(atMs >= 0 && atMs <= MAX_AT_MS, Code.RECORD, "a time from 0 to 2^53 - 1 ms");
  }

  private static void requireSegment(SegmentRecord record) {
    require(record.isMedia(), Code.RECORD, "a number from 1 to 2147483647");
    require(!record.rendition().isShared(), Code.RECORD, "a rendition");
    require(
        record.sizeBytes() <= LiveChannel.PIECE_LENGTH.endOf(LiveChannel.MAX_SEGMENT_PIECES),
        Code.GEOMETRY,
        "at most 8 MiB");
  }

  private static void require(boolean holds, Code code, String rule) {
    if (!holds) {
      throw new InvalidContentException(code, "A live segment has " + rule + "; send it so.");
    }
  }

  /** The same bytes of the same channel; a segment signed twice is not equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SignedRecord that
        && atMs == that.atMs
        && record.equals(that.record)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "SignedRecord[atMs=" + atMs + ", record=" + record + "]";
  }
}
