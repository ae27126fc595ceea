package io.cordwood.swarm.wire.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cordwood.swarm.wire.IceCandidate;
import io.cordwood.swarm.wire.Scanned;
import io.cordwood.swarm.wire.SdpScan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds candidate attributes in lines of bytes (RFC 8839 §5.1) and checks them: a common one here,
 * without making objects; any other by the strict scan, whose verdict is final. Control characters
 * and what is not ASCII come as blanks or DEL.
 */
final class CandidateBytes {
  /** The line is of another kind. */
  static final int NO_CANDIDATE = -1;

  /** The line is a candidate attribute without a colon after its name. */
  static final int NO_VALUE = -2;

  private static final int FIXED_TOKENS = 8;
  private static final byte[] NAME = "candidate".getBytes(ISO_8859_1);

  private CandidateBytes() {}

  /**
   * Where the value after {@code a=candidate:} begins. The name is found in any case and with
   * blanks around it, as some reader might find it.
   */
  static int valueStart(byte[] line, int from, int to) {
    int at = blanksEnd(line, from, to);
    if (at == to || (line[at] | 0x20) != 'a') {
      return NO_CANDIDATE;
    }
    at = blanksEnd(line, at + 1, to);
    if (at == to || line[at] != '=') {
      return NO_CANDIDATE;
    }
    at = blanksEnd(line, at + 1, to);
    return isName(line, at, to) ? afterName(line, at + NAME.length, to) : NO_CANDIDATE;
  }

  private static boolean isName(byte[] line, int from, int to) {
    if (to - from < NAME.length) {
      return false;
    }
    for (int i = 0; i < NAME.length; i++) {
      if ((line[from + i] | 0x20) != NAME[i]) {
        return false;
      }
    }
    int after = from + NAME.length;
    return after == to || line[after] == ':' || isBlank(line[after]);
  }

  private static int afterName(byte[] line, int from, int to) {
    int at = blanksEnd(line, from, to);
    return at < to && line[at] == ':' ? at + 1 : NO_VALUE;
  }

  private static int blanksEnd(byte[] line, int from, int to) {
    int at = from;
    while (at < to && isBlank(line[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b <= ' ' || b > '~';
  }

  /** True when a client may be sent to this candidate; false for {@link #NO_VALUE}. */
  static boolean isAllowed(byte[] line, int valueStart, int to) {
    return valueStart != NO_VALUE
        && (new CandidateTokens(line, valueStart, to).areGood()
            || isPlain(line, valueStart, to) && passesStrictly(line, valueStart, to));
  }

  /**
   * True for printable ASCII with single spaces in the fixed part: some readers split at tabs too
   * and do not count empty tokens, and would see another address.
   */
  private static boolean isPlain(byte[] line, int from, int to) {
    int tokens = 0;
    for (int i = from; i < to; i++) {
      if (line[i] < ' ' || line[i] > '~') {
        return false;
      }
      if (line[i] == ' ' && tokens++ < FIXED_TOKENS && (i == from || line[i - 1] == ' ')) {
        return false;
      }
    }
    return tokens >= FIXED_TOKENS || to > from && line[to - 1] != ' ';
  }

  private static boolean passesStrictly(byte[] line, int from, int to) {
    var text = "candidate:" + new String(line, from, to - from, ISO_8859_1);
    var candidate = new IceCandidate(text, Optional.empty(), OptionalInt.empty());
    return SdpScan.scan(List.of(candidate), true) instanceof Scanned.Passed;
  }
}
