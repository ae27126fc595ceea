package io.cordwood.bench.tracker.load;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Identifiers of 20 characters U+0000 to U+00FF as JSON string bytes. Like random ones they have
 * controls, which are escaped, and characters of two bytes in UTF-8; but all of a kind have the
 * same number of bytes, and what must be read out of them is plain at their end.
 */
final class Ids {
  /** Bytes of a peer id: all ASCII, as WebTorrent's are. */
  static final int PEER_BYTES = 20;

  /** Bytes of the salt in front of the digits of an offer id: one escape, four of two, three. */
  static final int SALT_BYTES = 6 + 4 * 2 + 3;

  /** Digits behind the salt: peer (4), announce (6), offer (1), and a constant. */
  static final int DIGITS = 12;

  /** Bytes of an offer id. */
  static final int OFFER_BYTES = SALT_BYTES + DIGITS;

  private static final int PEER_DIGITS = 4;
  private static final int ANNOUNCE_DIGITS = 6;
  private static final String NO_SHORT_ESCAPE = "\1\2\3\4\5\6\7\16\17\20\21\22\23\24\25\26";

  private Ids() {}

  /** Random 20 characters: 3 controls, 10 above ASCII, 7 ASCII. */
  static byte[] infoHash(int swarm) {
    var random = new Random(0x5eed0000L + swarm);
    return bytes(mixed(random, 3, 10, 3) + digits(swarm));
  }

  /** {@code -WW0208-} and 12 characters, the last four of which are the index. */
  static byte[] peerId(int peer) {
    var random = new Random(0x9ee70000L + peer);
    var text = new StringBuilder("-WW0208-");
    random.ints(8, 'a', 'z' + 1).forEach(c -> text.append((char) c));
    return bytes(text + digits(peer));
  }

  /** The index in a peer id, -1 when there is none. */
  static int peer(byte[] from, int at) {
    return (int) Digits.get64(from, at + PEER_BYTES - PEER_DIGITS, PEER_DIGITS);
  }

  /** What all offer ids of a peer begin with. */
  static byte[] salt(int peer) {
    return bytes(mixed(new Random(0x0ffe0000L + peer), 1, 4, 3));
  }

  /** Writes the digits behind the salt. */
  static void putOffer(int peer, long announce, int offer, byte[] to, int at) {
    Digits.put64(peer, to, at, PEER_DIGITS);
    Digits.put64(announce, to, at + PEER_DIGITS, ANNOUNCE_DIGITS);
    Digits.put64(offer, to, at + PEER_DIGITS + ANNOUNCE_DIGITS, 1);
    to[at + DIGITS - 1] = 'o';
  }

  /** The peer of an offer id's digits. */
  static int offerPeer(byte[] from, int at) {
    return (int) Digits.get64(from, at, PEER_DIGITS);
  }

  /** The announce of an offer id's digits. */
  static long offerAnnounce(byte[] from, int at) {
    return Digits.get64(from, at + PEER_DIGITS, ANNOUNCE_DIGITS);
  }

  /** Which offer of its announce. */
  static int offerIndex(byte[] from, int at) {
    return (int) Digits.get64(from, at + PEER_DIGITS + ANNOUNCE_DIGITS, 1);
  }

  private static String digits(int number) {
    var four = new byte[PEER_DIGITS];
    Digits.put64(number, four, 0, PEER_DIGITS);
    return new String(four, StandardCharsets.US_ASCII);
  }

  private static String mixed(Random random, int controls, int high, int plain) {
    var text = new StringBuilder();
    for (var i = 0; i < controls; i++) {
      var control = NO_SHORT_ESCAPE.charAt(random.nextInt(NO_SHORT_ESCAPE.length()));
      text.append("\\u%04x".formatted((int) control));
    }
    random.ints(high, 0x80, 0x100).forEach(c -> text.append((char) c));
    random.ints(plain, 'A', 'Z' + 1).forEach(c -> text.append((char) c));
    return text.toString();
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
