package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.wire.CandidateAddress;
import io.cordwood.swarm.wire.CandidateLine;

/**
 * The tokens of one candidate as bytes: {@code foundation component transport priority address port
 * typ type …}. Knows the usual good forms of IPv4 and mDNS candidates; says no where it is not
 * sure.
 */
final class CandidateTokens {
  /** Tokens after the fixed ones at most. */
  private static final int MAX_MORE = 40 - 8;

  private static final int MAX_LABEL = 63;
  private static final int DISCARD_PORT = 9;
  private static final boolean[] LABEL_CHARACTERS = labelCharacters();

  private final byte[] line;
  private final int end;

  /** The token that was read last. */
  private int from;

  private int to;

  CandidateTokens(byte[] line, int from, int to) {
    this.line = line;
    this.end = to;
    this.to = from - 1;
  }

  /** True when the strict scan would pass it too. */
  boolean areGood() {
    if (!next() || !next() || !next()) {
      return false;
    }
    boolean tcp = isAnyCase("tcp");
    if (!tcp && !isAnyCase("udp") || !next() || !next() || !isGoodIpv4() && !isMdns()) {
      return false;
    }
    if (!next()) {
      return false;
    }
    int port = digits(from, to, 0xffff);
    return next() && is("typ") && next() && isPlainRest() && isGoodPort(port, tcp);
  }

  private boolean isGoodPort(int port, boolean tcp) {
    return CandidateLine.isOpenPort(port) || port == DISCARD_PORT && tcp && isActive();
  }

  /** RFC 6544 §4.5: the first {@code tcptype} is {@code active}. */
  private boolean isActive() {
    while (next()) {
      boolean type = is("tcptype");
      if (!next() || type) {
        return type && is("active");
      }
    }
    return false;
  }

  /** Goes to the token after this one; false where none follows, or one that is not printable. */
  private boolean next() {
    from = to + 1;
    if (to >= end || from >= end) {
      return false;
    }
    to = tokenEnd(from);
    return to > from && (to == end || line[to] == ' ');
  }

  private int tokenEnd(int start) {
    int i = start;
    for (; i <= end - Words.BYTES; i += Words.BYTES) {
      long marks = Words.unprintable(Words.at(line, i));
      if (marks != 0) {
        return i + Words.first(marks);
      }
    }
    while (i < end && line[i] > ' ' && line[i] <= '~') {
      i++;
    }
    return i;
  }

  /** True when what follows is printable and has few enough tokens. */
  private boolean isPlainRest() {
    int spaces = 0;
    int i = to;
    for (; i <= end - Words.BYTES; i += Words.BYTES) {
      long word = Words.at(line, i);
      if (Words.strange(word) != 0) {
        return false;
      }
      spaces += Words.count(Words.blank(word));
    }
    for (; i < end; i++) {
      if (line[i] < ' ' || line[i] > '~') {
        return false;
      }
      spaces += line[i] == ' ' ? 1 : 0;
    }
    return spaces <= MAX_MORE;
  }

  private boolean is(String word) {
    return to - from == word.length() && startsWith(from, word, 0);
  }

  private boolean isAnyCase(String word) {
    return to - from == word.length() && startsWith(from, word, 0x20);
  }

  private boolean startsWith(int at, String word, int bits) {
    for (int i = 0; i < word.length(); i++) {
      if ((line[at + i] | bits) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Decimal digits first..last without a leading zero as a number up to {@code max}, or -1. */
  private int digits(int first, int last, int max) {
    if (first == last || last - first > 5 || line[first] == '0' && last - first > 1) {
      return -1;
    }
    int value = 0;
    for (int i = first; i < last; i++) {
      if (line[i] < '0' || line[i] > '9') {
        return -1;
      }
      value = 10 * value + line[i] - '0';
    }
    return value <= max ? value : -1;
  }

  private boolean isGoodIpv4() {
    int address = 0;
    int part = from;
    for (int i = 0; i < 4; i++) {
      int dot = part;
      while (dot < to && line[dot] != '.') {
        dot++;
      }
      int value = digits(part, dot, 0xff);
      if (value < 0 || (i == 3) != (dot == to)) {
        return false;
      }
      address = address << 8 | value;
      part = dot + 1;
    }
    return !CandidateAddress.isForbiddenIpv4(address);
  }

  /** One label of letters, digits and inner hyphens, and {@code .local}. */
  private boolean isMdns() {
    int label = to - ".local".length();
    if (label <= from || label - from > MAX_LABEL || !startsWith(label, ".local", 0)) {
      return false;
    }
    for (int i = from; i < label; i++) {
      if (!LABEL_CHARACTERS[line[i]]) {
        return false;
      }
    }
    return line[from] != '-' && line[label - 1] != '-';
  }

  private static boolean[] labelCharacters() {
    var table = new boolean[128];
    for (char c = 0; c < table.length; c++) {
      table[c] = c == '-' || Character.isLetterOrDigit(c);
    }
    return table;
  }
}
