package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.wire.SdpScan;
import io.cordwood.swarm.wire.Utf8;

/**
 * Checks the candidates of an {@code sdp} string that has characters outside printable ASCII or
 * other escapes than those of CR and LF: each line is decoded and checked then.
 *
 * <p>Readers differ in whether rare controls and separators end a line or are blanks in it; here
 * both opinions count. A line, up to CR or LF, is cut as a whole where either finds a candidate in
 * it that nobody may be sent to: what stays is lines that were checked as they are.
 */
final class OddSdpReader {
  private static final int MAX_BYTES = SdpReader.MAX_BYTES;
  private static final byte RARE_LINE_END = '\n';
  private static final byte STRANGE = 0x7f;
  private static final int NO_LINE_END = 0xfffd;

  private final JsonCursor in;
  private final Cuts cuts;
  private final byte[] bytes;

  /** The line that is being read: printable ASCII, {@link #STRANGE}, {@link #RARE_LINE_END}. */
  private final byte[] line;

  private int length;
  private boolean hasRareLineEnd;

  /** Candidates of the line as one opinion has it. */
  private int found;

  /** Candidates up to here, where rare line ends are such. */
  private int inPieces;

  /** Candidates up to here, where rare line ends are blanks. */
  private int inWholes;

  /** Reads the string that the cursor has read last. */
  OddSdpReader(JsonCursor in, Cuts cuts) {
    this.in = in;
    this.cuts = cuts;
    this.bytes = in.bytes;
    this.line = new byte[Math.min(in.to - in.from, JsonText.LONGEST_CHARACTER * MAX_BYTES)];
  }

  SdpVerdict read() {
    cuts.clear();
    if (isTooLarge()) {
      return SdpVerdict.TOO_LARGE;
    }
    int from = in.from;
    for (int i = from; i < in.to; ) {
      int character = character(i);
      int next = end(i);
      if (character == '\r' && next < in.to && character(next) == '\n') {
        next = end(next);
      }
      if (character == '\r' || character == '\n') {
        lineEnd(from, next);
        from = next;
      } else {
        add(character);
      }
      i = next;
    }
    lineEnd(from, in.to);
    return Math.max(inPieces, inWholes) > SdpScan.MAX_CANDIDATES
        ? SdpVerdict.TOO_MANY_CANDIDATES
        : SdpVerdict.GOOD;
  }

  private boolean isTooLarge() {
    int length = in.to - in.from;
    return length > JsonText.LONGEST_CHARACTER * MAX_BYTES
        || length > MAX_BYTES && Utf8.isLongerThan(JsonText.decode(in), MAX_BYTES);
  }

  private void add(int character) {
    if (isRareLineEnd(character)) {
      hasRareLineEnd = true;
      line[length++] = RARE_LINE_END;
    } else {
      line[length++] = character < ' ' || character > '~' ? STRANGE : (byte) character;
    }
  }

  /** Checks the line that was read, which lies at from..next with its line end. */
  private void lineEnd(int from, int next) {
    boolean bad = hasBadPiece();
    inPieces += found;
    if (hasRareLineEnd) {
      bad |= isBadWhole();
    }
    inWholes += found;
    if (bad) {
      cuts.add(from, next);
    }
    length = 0;
    hasRareLineEnd = false;
  }

  private boolean hasBadPiece() {
    found = 0;
    boolean bad = false;
    int piece = 0;
    for (int i = 0; hasRareLineEnd && i < length; i++) {
      if (line[i] == RARE_LINE_END) {
        bad |= isBad(piece, i);
        piece = i + 1;
      }
    }
    return bad | isBad(piece, length);
  }

  private boolean isBadWhole() {
    found = 0;
    for (int i = 0; i < length; i++) {
      if (line[i] == RARE_LINE_END) {
        line[i] = STRANGE;
      }
    }
    return isBad(0, length);
  }

  private boolean isBad(int from, int to) {
    int value = CandidateBytes.valueStart(line, from, to);
    return value != CandidateBytes.NO_CANDIDATE
        && found++ < SdpScan.MAX_CANDIDATES
        && !CandidateBytes.isAllowed(line, value, to);
  }

  private static boolean isRareLineEnd(int character) {
    return character < ' ' && character != '\t'
        || character == '\u0085'
        || character == '\u2028'
        || character == '\u2029';
  }

  /** The character at {@code i}; one of four bytes is {@link #NO_LINE_END}. */
  private int character(int i) {
    if (bytes[i] == '\\') {
      return JsonText.escaped(bytes, i);
    }
    if (bytes[i] >= 0) {
      return bytes[i];
    }
    int lead = bytes[i] & 0xff;
    int second = bytes[i + 1] & 0x3f;
    if (lead < 0xe0) {
      return (lead & 0x1f) << 6 | second;
    }
    return lead < 0xf0 ? (lead & 0xf) << 12 | second << 6 | bytes[i + 2] & 0x3f : NO_LINE_END;
  }

  /** Where the character at {@code i} ends. */
  private int end(int i) {
    if (bytes[i] == '\\') {
      return i + JsonText.escapeLength(bytes, i);
    }
    return bytes[i] >= 0 ? i + 1 : Utf8Bytes.end(bytes, i, in.to);
  }
}
