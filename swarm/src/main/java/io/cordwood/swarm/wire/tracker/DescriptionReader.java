package io.cordwood.swarm.wire.tracker;

import java.util.Locale;

/**
 * Reads one value that should be a description: an object with one string {@code sdp}. It is
 * relayed as it came but for the lines that are cut, so what the scan saw must be what every
 * receiver reads: a second {@code sdp} or {@code type} refuses it, and so does another spelling of
 * them in upper case, since Go's decoder takes that for the same name.
 */
final class DescriptionReader {
  private final SdpReader sdpReader = new SdpReader();

  private int from;
  private int to;
  private int sdps;
  private int types;
  private boolean misspelled;
  private SdpVerdict verdict = SdpVerdict.MALFORMED;

  /** Reads the value that comes next, whatever it is. */
  SdpVerdict read(JsonCursor in) {
    sdps = 0;
    types = 0;
    misspelled = false;
    verdict = SdpVerdict.MALFORMED;
    if (in.peek() != '{') {
      in.skip();
      return verdict;
    }
    from = in.at;
    for (boolean more = in.enter('}'); more; more = in.more('}')) {
      in.name();
      member(in);
    }
    to = in.at;
    return sdps == 1 && types <= 1 && !misspelled ? verdict : SdpVerdict.MALFORMED;
  }

  /** The description that was read last and found good. */
  TrackerDescription description(JsonCursor in) {
    if (candidatesCut() == 0) {
      return new TrackerDescription(in.bytes, from, to);
    }
    var rest = sdpReader.cuts.without(in.bytes, from, to);
    return new TrackerDescription(rest, 0, rest.length);
  }

  /** How many lines of candidates {@link #description} leaves out. */
  int candidatesCut() {
    return sdpReader.cuts.lines();
  }

  private void member(JsonCursor in) {
    if (JsonText.is(in, "sdp")) {
      sdps++;
      sdp(in);
      return;
    }
    if (JsonText.is(in, "type")) {
      types++;
    } else {
      misspelled |= isNearly(in);
    }
    in.skip();
  }

  private void sdp(JsonCursor in) {
    if (in.peek() == '"') {
      verdict = sdpReader.read(in);
    } else {
      in.skip();
    }
  }

  /** True for SDP, Type and the like: equal under Unicode's simple folding, which knows ſ as s. */
  private static boolean isNearly(JsonCursor in) {
    int length = in.to - in.from;
    if (in.plain && length != 3 && length != 4 || length > 4 * JsonText.LONGEST_CHARACTER) {
      return false;
    }
    var folded = JsonText.decode(in).replace('\u017f', 's').toLowerCase(Locale.ROOT);
    return folded.equals("sdp") || folded.equals("type");
  }
}
