package io.cordwood.webseed.live;

import io.cordwood.swarm.content.Bencode;
import io.cordwood.swarm.content.BencodeDictionary;
import io.cordwood.swarm.content.BencodeInteger;
import io.cordwood.swarm.content.BencodeLimits;
import io.cordwood.swarm.content.BencodeString;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.InvalidContentException.Code;
import io.cordwood.swarm.content.PieceHashes;
import io.cordwood.swarm.content.RecordCodec;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.SwarmId;
import java.util.Base64;

/**
 * A record with the channel's word for it (PROTOCOL §2.5).
 *
 * @param record the record
 * @param hashes of its pieces, 32 bytes each; empty for one piece
 * @param encoded the whole of it, bencoded; nobody changes the array
 */
record SignedRecord(SegmentRecord record, byte[] hashes, byte[] encoded) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final BencodeLimits LIMITS = new BencodeLimits(MAX_BYTES, 8, 256);

  /** Signs a record; {@code atMs} is where its segment begins in the channel's time. */
  static SignedRecord sign(
      ChannelKey key, SwarmId swarm, long atMs, SegmentRecord record, PieceHashes pieces) {
    byte[] said =
        Bencode.encode(
            BencodeDictionary.builder()
                .put("at", atMs)
                .put("record", RecordCodec.toDictionary(record))
                .put("swarm", swarm)
                .build());
    byte[] hashes = pieces.hasLayer() ? pieces.bytes() : new byte[0];
    byte[] encoded =
        Bencode.encode(
            BencodeDictionary.builder()
                .put("at", atMs)
                .put("hashes", BencodeString.of(hashes))
                .put("record", RecordCodec.toDictionary(record))
                .put("signature", BencodeString.of(key.sign(said)))
                .build());
    return new SignedRecord(record, hashes, encoded);
  }

  /** Reads one that this webseed signed. */
  static SignedRecord decode(byte[] encoded) {
    var signed = Bencode.decodeDictionary(encoded, LIMITS);
    if (signed.get("hashes").orElse(null) instanceof BencodeString hashes
        && signed.get("at").orElse(null) instanceof BencodeInteger) {
      var record = RecordCodec.fromValue(signed.get("record").orElse(hashes));
      return new SignedRecord(record, hashes.bytes(), encoded);
    }
    throw new InvalidContentException(Code.RECORD, "This is no signed record; send one.");
  }

  /** As a playlist carries it. */
  String base64() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(encoded);
  }
}
