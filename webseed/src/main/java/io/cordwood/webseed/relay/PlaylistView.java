package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.SignedRecord;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rendition's playlist says that is of use to another webseed (PROTOCOL §2.5). One that
 * exists holds records of this channel and rendition only, each before the lines that were signed.
 *
 * @param first the lowest number it names
 * @param last the highest
 * @param firstEpoch the lowest epoch it names
 * @param lastEpoch the highest
 * @param signed its records by the text of their tags
 */
record PlaylistView(
    int first, int last, int firstEpoch, int lastEpoch, Map<String, SignedRecord> signed) {
  private static final String TAG = "#EXT-X-CORDWOOD-RECORD:";

  /**
   * Reads one; refuses with a sentence what the channel did not sign.
   *
   * @param known records that were checked before, by the text of their tags
   */
  static PlaylistView read(
      String text, String rendition, LiveChannel channel, Map<String, SignedRecord> known) {
    if (!text.startsWith("#EXTM3U")) {
      throw refused("This is no playlist; serve one.");
    }
    var numbers = new ArrayList<Integer>();
    var epochs = new ArrayList<Integer>();
    var signed = new HashMap<String, SignedRecord>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(TAG)) {
        String tag = line.substring(TAG.length());
        var record =
            Optional.ofNullable(known.get(tag)).orElseGet(() -> record(tag, rendition, channel));
        if (!text.contains(line + "\n" + record.record().lines() + "\n")) {
          throw refused("Behind a record stand its lines, as they were signed; keep them.");
        }
        signed.put(tag, record);
      } else if (LivePath.of(rendition + "/" + line) instanceof LivePath.Segment segment) {
        epochs.add(segment.epoch());
        numbers.add(segment.number());
      }
    }
    if (numbers.isEmpty()) {
      throw refused("A channel's playlist names a segment; serve it then.");
    }
    return new PlaylistView(
        least(numbers), most(numbers), least(epochs), most(epochs), Map.copyOf(signed));
  }

  private static SignedRecord record(String tag, String rendition, LiveChannel channel) {
    var record = SignedRecord.decode(bytes(tag), channel);
    if (!record.record().rendition().value().equals(rendition)) {
      throw refused("A record stands in another rendition's playlist; mend it.");
    }
    return record;
  }

  private static byte[] bytes(String tag) {
    try {
      return Base64.getUrlDecoder().decode(tag);
    } catch (IllegalArgumentException e) {
      throw refused("A record is no base64url; mend it.");
    }
  }

  private static int least(List<Integer> all) {
    return all.stream().mapToInt(Integer::intValue).min().orElseThrow();
  }

  private static int most(List<Integer> all) {
    return all.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  private static InvalidContentException refused(String sentence) {
    return new InvalidContentException(InvalidContentException.Code.RECORD, sentence);
  }
}
