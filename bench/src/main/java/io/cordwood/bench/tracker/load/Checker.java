package io.cordwood.bench.tracker.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whether a message is what the tracker had to send to this peer. Each method answers null, or what
 * is wrong. Bytes are compared as they were sent; where a server wrote the same string with other
 * escapes, the strings are compared.
 */
final class Checker {
  private static final byte[] OFFER = "offer".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER = "answer".getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST_LRU = 1000;

  private final Peers peers;
  private final Sdp[] offers = new Sdp[Sdp.VARIANTS];
  private final Sdp[] answers = new Sdp[Sdp.VARIANTS];
  private final byte[] session = new byte[Sdp.SESSION_DIGITS];
  private final byte[] digits = new byte[Ids.DIGITS];

  /** Of the last offer or answer that was right: whose offer, of which announce, which. */
  Peer offerer;

  long announce;
  int offer;

  /** Of the last offer or answer that was right: who sent it. */
  Peer sender;

  Checker(Peers peers) {
    this.peers = peers;
    Arrays.setAll(offers, Sdp::offer);
    Arrays.setAll(answers, Sdp::answer);
  }

  /** A reply to an announce. */
  String reply(Peer to, byte[] bytes, Message message) {
    if (!message.announce || !same(bytes, message.infoHash, to.swarm.infoHash())) {
      return "reply of another swarm";
    }
    if (message.interval <= 0) {
      return "interval is no positive integer";
    }
    if (message.complete < 0 || message.incomplete < 0) {
      return "complete and incomplete are no integers";
    }
    var counted = message.complete + message.incomplete;
    var fewest = peers.joined() && to.swarm.peers() <= LARGEST_LRU ? to.swarm.peers() : 1;
    return counted < fewest || counted > to.swarm.peers() ? "implausible counts" : null;
  }

  /** An offer that another peer made to the swarm. */
  String offer(Peer to, byte[] bytes, Message message) {
    var wrong = relayed(to, bytes, message);
    if (wrong != null) {
      return wrong;
    }
    if (sender != offerer || offerer == to) {
      return "offer of another peer than the offer id says, or of the receiver";
    }
    var sdp = offers[Announce.variantOf(offerer.index, offer)];
    return description(bytes, message, OFFER, Session.OFFER, sdp);
  }

  /** An answer to an offer of the receiver, by the one who got the offer. */
  String answer(Peer to, byte[] bytes, Message message) {
    var wrong = relayed(to, bytes, message);
    if (wrong != null) {
      return wrong;
    }
    if (offerer != to) {
      return "answer to another peer's offer";
    }
    var track = to.track(announce);
    if (track != null && track.receivers[offer] != sender.index) {
      return "answer by one who did not get the offer";
    }
    var sdp = answers[sender.index % Sdp.VARIANTS];
    return description(bytes, message, ANSWER, Session.ANSWER, sdp);
  }

  private String relayed(Peer to, byte[] bytes, Message message) {
    if (!message.announce || !same(bytes, message.infoHash, to.swarm.infoHash())) {
      return "message of another swarm";
    }
    if (message.peerId.length() != Ids.PEER_BYTES) {
      return "peer id of another length";
    }
    sender = peers.get(Ids.peer(bytes, message.peerId.from));
    if (sender == null || !same(bytes, message.peerId, sender.id)) {
      return "unknown peer id";
    }
    return sender.swarm == to.swarm ? offerId(bytes, message) : "peer id of another swarm";
  }

  private String offerId(byte[] bytes, Message message) {
    if (message.offerId.length() < Ids.DIGITS) {
      return "offer id is too short";
    }
    var at = message.offerId.to - Ids.DIGITS;
    offerer = peers.get(Ids.offerPeer(bytes, at));
    announce = Ids.offerAnnounce(bytes, at);
    offer = Ids.offerIndex(bytes, at);
    if (offerer == null || offer < 0 || offer >= Announce.OFFERS || !offerer.sent(announce)) {
      return "offer id that nobody sent";
    }
    Ids.putOffer(offerer.index, announce, offer, digits, 0);
    var salted = new Message.Place();
    salted.set(message.offerId.from, at);
    return same(bytes, salted, offerer.salt)
            && Arrays.equals(bytes, at, message.offerId.to, digits, 0, Ids.DIGITS)
        ? null
        : "offer id that nobody sent";
  }

  private String description(byte[] bytes, Message message, byte[] type, Session side, Sdp sdp) {
    if (!same(bytes, message.type, type)) {
      return "description of another type";
    }
    side.put(offerer.index, announce, offer, session, 0);
    return sameSdp(bytes, message.sdp, sdp) ? null : "description was changed";
  }

  private boolean sameSdp(byte[] bytes, Message.Place place, Sdp sdp) {
    var middle = place.from + sdp.before().length;
    var after = middle + Sdp.SESSION_DIGITS;
    if (place.length() == sdp.length()
        && Arrays.equals(bytes, middle, after, session, 0, session.length)
        && Arrays.equals(bytes, place.from, middle, sdp.before(), 0, sdp.before().length)
        && Arrays.equals(bytes, after, place.to, sdp.after(), 0, sdp.after().length)) {
      return true;
    }
    var sent = text(sdp.before()) + text(session) + text(sdp.after());
    return JsonText.of(bytes, place.from, place.to).equals(JsonText.unescaped(sent));
  }

  private static boolean same(byte[] bytes, Message.Place place, byte[] sent) {
    return Arrays.equals(bytes, place.from, place.to, sent, 0, sent.length)
        || JsonText.of(bytes, place.from, place.to).equals(JsonText.unescaped(text(sent)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
