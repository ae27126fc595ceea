package io.cordwood.bench.tracker.load;

/** Answers, prepared; names and numbers are filled in. */
final class Answer {
  private final byte[] frame;
  private final int infoHash;
  private final int peerId;
  private final int toPeerId;
  private final int session;
  private final int offerId;
  private final byte[] digits = new byte[Math.max(Ids.DIGITS, Sdp.SESSION_DIGITS)];

  /** The answers of peers whose index is {@code variant} modulo {@link Sdp#VARIANTS}. */
  Answer(int variant) {
    var sdp = Sdp.answer(variant);
    var made = new ClientFrame().text("{\"action\":\"announce\",\"info_hash\":\"");
    infoHash = made.room(Ids.infoHash(0).length);
    made.text("\",\"peer_id\":\"");
    peerId = made.room(Ids.PEER_BYTES);
    made.text("\",\"to_peer_id\":\"");
    toPeerId = made.room(Ids.PEER_BYTES);
    made.text("\",\"answer\":{\"type\":\"answer\",\"sdp\":\"").bytes(sdp.before());
    session = made.room(Sdp.SESSION_DIGITS);
    made.bytes(sdp.after()).text("\"},\"offer_id\":\"");
    offerId = made.room(Ids.OFFER_BYTES);
    frame = made.text("\"}").masked();
  }

  /** Bytes of the frame. */
  int length() {
    return frame.length;
  }

  /** Writes {@code from}'s answer to an offer of {@code offerer}. */
  void write(Peer from, Peer offerer, long announce, int offer, byte[] to, int at) {
    System.arraycopy(frame, 0, to, at, frame.length);
    ClientFrame.fill(from.swarm.infoHash(), to, at, infoHash);
    ClientFrame.fill(from.id, to, at, peerId);
    ClientFrame.fill(offerer.id, to, at, toPeerId);
    ClientFrame.fill(offerer.salt, to, at, offerId);
    Ids.putOffer(offerer.index, announce, offer, digits, 0);
    ClientFrame.fill(digits, Ids.DIGITS, to, at, offerId + Ids.SALT_BYTES);
    Session.ANSWER.put(offerer.index, announce, offer, digits, 0);
    ClientFrame.fill(digits, Sdp.SESSION_DIGITS, to, at, session);
  }
}
