package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.wire.SdpScan;

/**
 * Reads one {@code sdp} string and checks its candidates in the same pass (TRACKER-PROTOCOL 1.10).
 * Far more lenient than {@link SdpScan}: only candidates and size count, since stock clients send
 * what they like; but what any client may take for a candidate is checked, and its line is cut
 * where nobody may be sent to it.
 *
 * <p>The usual description has printable ASCII and the escapes {@code \r} and {@code \n} only, and
 * its lines are checked where they lie. {@link OddSdpReader} reads any other.
 */
final class SdpReader {
  /** Bytes of a description's text at most: libtorrent hangs up on more. */
  static final int MAX_BYTES = SdpScan.MAX_BYTES;

  /** What to leave out of the string that was read last, where its verdict is good. */
  final Cuts cuts = new Cuts();

  private int candidates;

  /** Reads the string that comes next; any other value is a fault of the text. */
  SdpVerdict read(JsonCursor in) {
    cuts.clear();
    candidates = 0;
    in.openString();
    int line = in.at;
    int escapes = 0;
    boolean odd = false;
    int i = in.plainEnd(line);
    while (!in.closesString(i)) {
      int lineEnds = lineEnds(in, i);
      if (lineEnds > 0) {
        int next = i + 2 * lineEnds;
        check(in.bytes, line, i, next);
        escapes += lineEnds;
        i = next;
        line = next;
      } else {
        odd = true;
        i = in.oddEnd(i);
      }
      i = in.plainEnd(i);
    }
    in.plain = escapes == 0 && !odd;
    if (odd) {
      return new OddSdpReader(in, cuts).read();
    }
    check(in.bytes, line, in.to, in.to);
    return verdict(in.to - in.from - escapes > MAX_BYTES);
  }

  /** How many escapes of one line end are at {@code i}. */
  private static int lineEnds(JsonCursor in, int i) {
    if (i + 4 <= in.end && Words.isEscapedCrLf(in.bytes, i)) {
      return 2;
    }
    boolean one = i + 2 <= in.end && in.bytes[i] == '\\';
    return one && (in.bytes[i + 1] == 'n' || in.bytes[i + 1] == 'r') ? 1 : 0;
  }

  /** Checks the line from..to, whose line end ends at {@code next}. */
  private void check(byte[] bytes, int from, int to, int next) {
    int value = CandidateBytes.valueStart(bytes, from, to);
    if (value != CandidateBytes.NO_CANDIDATE
        && candidates++ < SdpScan.MAX_CANDIDATES
        && !CandidateBytes.isAllowed(bytes, value, to)) {
      cuts.add(from, next);
    }
  }

  private SdpVerdict verdict(boolean tooLarge) {
    if (tooLarge) {
      return SdpVerdict.TOO_LARGE;
    }
    return candidates > SdpScan.MAX_CANDIDATES ? SdpVerdict.TOO_MANY_CANDIDATES : SdpVerdict.GOOD;
  }
}
