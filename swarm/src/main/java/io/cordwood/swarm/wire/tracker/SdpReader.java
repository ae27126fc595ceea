package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.wire.SdpScan;
import io.cordwood.swarm.wire.Utf8;

/**
 * Reads one {@code sdp} string and checks its candidates in the same pass (TRACKER-PROTOCOL 1.10).
 * Far more lenient than {@link SdpScan}: only candidates and size count, since stock clients send
 * what they like; but what any client may take for a candidate is checked.
 *
 * <p>The usual description has printable ASCII and the escapes {@code \r} and {@code \n} only, and
 * its lines are checked where they lie. Any other is decoded and its lines are checked then.
 */
final class SdpReader {
  /** Bytes of a description's text at most: libtorrent hangs up on more. */
  static final int MAX_BYTES = SdpScan.MAX_BYTES;

  private static final byte LINE_END = '\n';
  private static final byte STRANGE = 0x7f;

  private int candidates;
  private boolean bad;

  /** Reads the string that comes next; any other value is a fault of the text. */
  SdpVerdict read(JsonCursor in) {
    candidates = 0;
    bad = false;
    in.openString();
    int line = in.at;
    int escapes = 0;
    boolean strange = false;
    int i = in.plainEnd(line);
    while (!in.closesString(i)) {
      int lineEnds = lineEnds(in, i);
      if (lineEnds > 0) {
        check(in.bytes, line, i);
        escapes += lineEnds;
        i += 2 * lineEnds;
        line = i;
      } else {
        strange = true;
        i = in.oddEnd(i);
      }
      i = in.plainEnd(i);
    }
    in.plain = escapes == 0 && !strange;
    if (strange) {
      return decoded(in);
    }
    check(in.bytes, line, in.to);
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

  private SdpVerdict decoded(JsonCursor in) {
    if (in.to - in.from > JsonText.LONGEST_CHARACTER * MAX_BYTES) {
      return SdpVerdict.TOO_LARGE;
    }
    return check(JsonText.decode(in));
  }

  /**
   * The same check of a text that is already decoded. Readers differ in whether rare controls and
   * separators end a line or are blanks in it; here both opinions count.
   */
  SdpVerdict check(String sdp) {
    if (Utf8.isLongerThan(sdp, MAX_BYTES)) {
      return SdpVerdict.TOO_LARGE;
    }
    var verdict = check(sdp, STRANGE);
    return verdict == SdpVerdict.GOOD && hasRareLineEnd(sdp) ? check(sdp, LINE_END) : verdict;
  }

  private SdpVerdict check(String sdp, byte rareLineEnd) {
    candidates = 0;
    bad = false;
    var lines = new byte[sdp.length() + 1];
    int line = 0;
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i < sdp.length() ? simplified(sdp.charAt(i), rareLineEnd) : LINE_END;
      if (lines[i] == LINE_END) {
        check(lines, line, i);
        line = i + 1;
      }
    }
    return verdict(false);
  }

  private static byte simplified(char c, byte rareLineEnd) {
    if (c == '\r' || c == '\n') {
      return LINE_END;
    }
    if (isRareLineEnd(c)) {
      return rareLineEnd;
    }
    return c <= '~' ? (byte) c : STRANGE;
  }

  private static boolean hasRareLineEnd(String sdp) {
    for (int i = 0; i < sdp.length(); i++) {
      if (isRareLineEnd(sdp.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRareLineEnd(char c) {
    return c < ' ' && c != '\t' && c != '\r' && c != '\n'
        || c == '\u0085'
        || c == '\u2028'
        || c == '\u2029';
  }

  private void check(byte[] bytes, int from, int to) {
    int value = CandidateBytes.valueStart(bytes, from, to);
    if (value != CandidateBytes.NO_CANDIDATE && !bad) {
      candidates++;
      bad =
          candidates > SdpScan.MAX_CANDIDATES
              || value == CandidateBytes.NO_VALUE
              || !CandidateBytes.isAllowed(bytes, value, to);
    }
  }

  private SdpVerdict verdict(boolean tooLarge) {
    if (tooLarge) {
      return SdpVerdict.TOO_LARGE;
    }
    return bad ? SdpVerdict.BAD_CANDIDATE : SdpVerdict.GOOD;
  }
}
