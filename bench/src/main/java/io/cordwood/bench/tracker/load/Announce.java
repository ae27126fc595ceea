package io.cordwood.bench.tracker.load;

/** Announces with five offers, prepared; a peer's name and numbers are filled in. */
final class Announce {
  /** Offers of an announce, as stock clients send them. */
  static final int OFFERS = 5;

  private final byte[] frame;
  private final int infoHash;
  private final int peerId;
  private final int[] offerIds = new int[OFFERS];
  private final int[] sessions = new int[OFFERS];
  private final byte[] digits = new byte[Math.max(Ids.DIGITS, Sdp.SESSION_DIGITS)];

  /** The announces of peers whose index is {@code variant} modulo {@link Sdp#VARIANTS}. */
  Announce(int variant) {
    var made = new ClientFrame();
    made.text("{\"uploaded\":0,\"downloaded\":0,\"numwant\":5,\"left\":734003200,");
    made.text("\"action\":\"announce\",\"info_hash\":\"");
    infoHash = made.room(Ids.infoHash(0).length);
    made.text("\",\"peer_id\":\"");
    peerId = made.room(Ids.PEER_BYTES);
    made.text("\",\"offers\":[");
    for (var i = 0; i < OFFERS; i++) {
      var sdp = Sdp.offer(variantOf(variant, i));
      made.text(i == 0 ? "" : ",").text("{\"offer\":{\"type\":\"offer\",\"sdp\":\"");
      made.bytes(sdp.before());
      sessions[i] = made.room(Sdp.SESSION_DIGITS);
      made.bytes(sdp.after()).text("\"},\"offer_id\":\"");
      offerIds[i] = made.room(Ids.OFFER_BYTES);
      made.text("\"}");
    }
    frame = made.text("]}").masked();
  }

  /** Which description the offer {@code index} of a peer has. */
  static int variantOf(int peer, int index) {
    return (peer + index) % Sdp.VARIANTS;
  }

  /** Bytes of the frame. */
  int length() {
    return frame.length;
  }

  /** Writes a peer's announce of this number. */
  void write(Peer peer, long number, byte[] to, int at) {
    System.arraycopy(frame, 0, to, at, frame.length);
    ClientFrame.fill(peer.swarm.infoHash(), to, at, infoHash);
    ClientFrame.fill(peer.id, to, at, peerId);
    for (var i = 0; i < OFFERS; i++) {
      ClientFrame.fill(peer.salt, to, at, offerIds[i]);
      Ids.putOffer(peer.index, number, i, digits, 0);
      ClientFrame.fill(digits, Ids.DIGITS, to, at, offerIds[i] + Ids.SALT_BYTES);
      Session.OFFER.put(peer.index, number, i, digits, 0);
      ClientFrame.fill(digits, Sdp.SESSION_DIGITS, to, at, sessions[i]);
    }
  }

  /** A first announce, without offers. */
  static byte[] join(Peer peer) {
    return new ClientFrame()
        .text("{\"uploaded\":0,\"downloaded\":0,\"numwant\":5,\"left\":734003200,")
        .text("\"event\":\"started\",\"action\":\"announce\",\"info_hash\":\"")
        .bytes(peer.swarm.infoHash())
        .text("\",\"peer_id\":\"")
        .bytes(peer.id)
        .text("\",\"offers\":[]}")
        .masked();
  }
}
