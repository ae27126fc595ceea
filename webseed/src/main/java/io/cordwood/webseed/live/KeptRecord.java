package io.cordwood.webseed.live;

import io.cordwood.swarm.content.Bencode;
import io.cordwood.swarm.content.BencodeLimits;
import io.cordwood.swarm.content.BencodeString;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.InvalidContentException.Code;
import io.cordwood.swarm.content.RecordCodec;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.SignedRecord;
import java.util.Base64;

/**
 * A record that this webseed signed, as its log keeps it: what others check need not be checked
 * again for each of some ten thousand segments at a start.
 *
 * @param record the record
 * @param hashes of its pieces, 32 bytes each; empty for one piece
 * @param encoded the whole of it, bencoded; nobody changes the array
 */
record KeptRecord(SegmentRecord record, byte[] hashes, byte[] encoded) {
  private static final BencodeLimits LIMITS = new BencodeLimits(SignedRecord.MAX_BYTES, 8, 256);

  /** One that was signed just now. */
  static KeptRecord of(SignedRecord signed) {
    var hashes = signed.hashes();
    return new KeptRecord(
        signed.record(), hashes.hasLayer() ? hashes.bytes() : new byte[0], signed.encode());
  }

  /** Reads one from the log. */
  static KeptRecord decode(byte[] encoded) {
    var signed = Bencode.decodeDictionary(encoded, LIMITS);
    if (signed.get("hashes").orElse(null) instanceof BencodeString hashes) {
      var record = RecordCodec.fromValue(signed.get("record").orElse(hashes));
      return new KeptRecord(record, hashes.bytes(), encoded);
    }
    throw new InvalidContentException(Code.RECORD, "This is no signed record; send one.");
  }

  /** As a playlist carries it. */
  String base64() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(encoded);
  }
}
