package io.cordwood.webseed.live;

import io.cordwood.swarm.content.Bencode;
import io.cordwood.swarm.content.BencodeInteger;
import io.cordwood.swarm.content.BencodeLimits;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.webseed.store.Body;
import io.cordwood.webseed.store.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

/**
 * A live media playlist as a player reads it (RFC 8216 §6.3).
 *
 * @param mediaSequence of the first entry
 * @param targetSeconds no entry is longer, rounded
 * @param ended whether nothing follows
 */
record Listing(long mediaSequence, int targetSeconds, boolean ended, List<Entry> entries) {
  private static final BencodeLimits LIMITS = new BencodeLimits(SignedRecord.MAX_BYTES, 8, 256);

  /**
   * An entry.
   *
   * @param sequence its media sequence number
   * @param discontinuitySequence how many discontinuities come before its end
   * @param map the init segment in force; empty for none
   * @param atMs the time in the signed record that stands before it
   */
  record Entry(
      long sequence,
      int discontinuitySequence,
      String map,
      String uri,
      double seconds,
      boolean gap,
      OptionalLong atMs) {}

  static String text(Resource playlist) {
    return new String(((Body.InMemory) playlist.body()).bytes(), StandardCharsets.UTF_8);
  }

  static Listing read(String text) {
    var entries = new ArrayList<Entry>();
    long sequence = 0;
    long first = 0;
    int target = 0;
    int discontinuity = 0;
    String map = "";
    double seconds = 0;
    boolean gap = false;
    boolean ended = false;
    OptionalLong atMs = OptionalLong.empty();
    for (String line : text.split("\n")) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1);
      switch (line.startsWith("#") && colon > 0 ? line.substring(0, colon) : line) {
        case "#EXT-X-MEDIA-SEQUENCE" -> first = sequence = Long.parseLong(value);
        case "#EXT-X-TARGETDURATION" -> target = Integer.parseInt(value);
        case "#EXT-X-DISCONTINUITY-SEQUENCE" -> discontinuity = Integer.parseInt(value);
        case "#EXT-X-DISCONTINUITY" -> discontinuity++;
        case "#EXT-X-MAP" -> map = value.replaceFirst("URI=\"(.*)\"", "$1");
        case "#EXTINF" -> seconds = Double.parseDouble(value.replace(",", ""));
        case "#EXT-X-GAP" -> gap = true;
        case "#EXT-X-ENDLIST" -> ended = true;
        case "#EXT-X-CORDWOOD-RECORD" -> atMs = OptionalLong.of(timeOf(value));
        default -> {
          if (!line.startsWith("#")) {
            entries.add(new Entry(sequence++, discontinuity, map, line, seconds, gap, atMs));
            gap = false;
            atMs = OptionalLong.empty();
          }
        }
      }
    }
    return new Listing(first, target, ended, List.copyOf(entries));
  }

  private static long timeOf(String signedRecord) {
    var bytes = Base64.getUrlDecoder().decode(signedRecord);
    var at = Bencode.decodeDictionary(bytes, LIMITS).get("at").orElseThrow();
    return ((BencodeInteger) at).value();
  }
}
