package io.cordwood.webseed.live;

import io.cordwood.swarm.content.Bencode;
import io.cordwood.swarm.content.BencodeDictionary;
import io.cordwood.swarm.content.BencodeInteger;
import io.cordwood.swarm.content.BencodeLimits;
import io.cordwood.swarm.content.BencodeString;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.SegmentRecord;

/**
 * One segment of a channel as its log keeps it: the signed record, and what only the webseed needs.
 *
 * @param signed the signed record (PROTOCOL §2.5)
 * @param sequence its media sequence number at the publisher's
 * @param init the URI of its init segment below the channel's folder; empty for none
 * @param map the same at the publisher's; empty for none
 * @param v1Pieces the SHA-1 of its pieces, for the torrent of the recording
 * @param discontinuities how many the channel has had up to it, its own included
 * @param atUs microseconds from the channel's beginning
 * @param durationUs microseconds
 */
record LogEntry(
    KeptRecord signed,
    long sequence,
    String init,
    String map,
    byte[] v1Pieces,
    int discontinuities,
    long atUs,
    long durationUs) {
  static final int MAX_BYTES = 128 * 1024;
  private static final BencodeLimits LIMITS = new BencodeLimits(MAX_BYTES, 8, 1024);

  SegmentRecord record() {
    return signed.record();
  }

  long endUs() {
    return atUs + durationUs;
  }

  byte[] encode() {
    return Bencode.encode(
        BencodeDictionary.builder()
            .put("at", atUs)
            .put("discontinuities", discontinuities)
            .put("duration", durationUs)
            .put("init", init)
            .put("map", map)
            .put("sequence", sequence)
            .put("signed", BencodeString.of(signed.encoded()))
            .put("v1", BencodeString.of(v1Pieces))
            .build());
  }

  /** Reads what {@link #encode} wrote; refuses all else. */
  static LogEntry decode(byte[] bytes) {
    var entry = Bencode.decodeDictionary(bytes, LIMITS);
    return new LogEntry(
        KeptRecord.decode(text(entry, "signed").bytes()),
        number(entry, "sequence"),
        text(entry, "init").text(),
        text(entry, "map").text(),
        text(entry, "v1").bytes(),
        (int) number(entry, "discontinuities"),
        number(entry, "at"),
        number(entry, "duration"));
  }

  private static long number(BencodeDictionary entry, String key) {
    return entry.get(key).orElse(null) instanceof BencodeInteger integer
        ? integer.value()
        : refuse();
  }

  private static BencodeString text(BencodeDictionary entry, String key) {
    return entry.get(key).orElse(null) instanceof BencodeString string
        ? string
        : BencodeString.of(Long.toString(refuse()));
  }

  private static long refuse() {
    throw new InvalidContentException(
        InvalidContentException.Code.RECORD, "This is no entry of a channel's log; remove it.");
  }
}
