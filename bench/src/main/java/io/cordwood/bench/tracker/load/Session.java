package io.cordwood.bench.tracker.load;

/** Session ids of 19 decimal digits that say which offer they belong to, and of which side. */
enum Session {
  OFFER('4'),
  ANSWER('7');

  private static final int PEER_DIGITS = 5;
  private static final int ANNOUNCE_DIGITS = 12;

  private final byte side;

  Session(char side) {
    this.side = (byte) side;
  }

  /** Writes {@link Sdp#SESSION_DIGITS} bytes. */
  void put(int peer, long announce, int offer, byte[] to, int at) {
    to[at] = side;
    Digits.put10(peer, to, at + 1, PEER_DIGITS);
    Digits.put10(announce, to, at + 1 + PEER_DIGITS, ANNOUNCE_DIGITS);
    to[at + 1 + PEER_DIGITS + ANNOUNCE_DIGITS] = (byte) ('0' + offer);
  }
}
