package io.cordwood.bench.tracker.load;

import io.cordwood.bench.tracker.load.Message.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the fields of a tracker's message without making objects. Keys may come in any order; what
 * is unknown is skipped. Not thread-safe.
 */
final class MessageReader {
  private static final byte[] ACTION = ascii("action");
  private static final byte[] INFO_HASH = ascii("info_hash");
  private static final byte[] PEER_ID = ascii("peer_id");
  private static final byte[] OFFER_ID = ascii("offer_id");
  private static final byte[] OFFER = ascii("offer");
  private static final byte[] ANSWER = ascii("answer");
  private static final byte[] TYPE = ascii("type");
  private static final byte[] SDP = ascii("sdp");
  private static final byte[] INTERVAL = ascii("interval");
  private static final byte[] COMPLETE = ascii("complete");
  private static final byte[] INCOMPLETE = ascii("incomplete");
  private static final byte[] FAILURE = ascii("failure reason");
  private static final byte[] WARNING = ascii("warning message");
  private static final byte[] ANNOUNCE = ascii("announce");

  private final JsonCursor at = new JsonCursor();
  private final Message.Place place = new Message.Place();
  private final Message message = new Message();

  /** The fields; the same object for every message. Throws {@link JsonCursor.Malformed}. */
  Message read(byte[] bytes, int from, int to) {
    message.clear();
    at.set(bytes, from, to);
    object(true);
    at.end();
    if (message.kind == Kind.NONE && message.interval != Message.ABSENT) {
      message.kind = Kind.REPLY;
    }
    return message;
  }

  private void object(boolean outer) {
    at.expect('{');
    if (at.take('}')) {
      return;
    }
    do {
      at.string(place);
      at.expect(':');
      if (outer) {
        outer(place.from, place.length());
      } else {
        inner(place.from, place.length());
      }
    } while (at.take(','));
    at.expect('}');
  }

  private void outer(int key, int length) {
    switch (length) {
      case 5 -> description(key, OFFER, Kind.OFFER);
      case 6 -> {
        if (is(key, ACTION)) {
          at.string(place);
          message.announce = is(place.from, ANNOUNCE) && place.length() == ANNOUNCE.length;
        } else {
          description(key, ANSWER, Kind.ANSWER);
        }
      }
      case 7 -> string(key, PEER_ID, message.peerId);
      case 8 -> {
        if (is(key, OFFER_ID)) {
          at.string(message.offerId);
        } else if (is(key, INTERVAL)) {
          message.interval = at.integer();
        } else if (is(key, COMPLETE)) {
          message.complete = at.integer();
        } else {
          at.skip();
        }
      }
      case 9 -> string(key, INFO_HASH, message.infoHash);
      case 10 -> {
        if (is(key, INCOMPLETE)) {
          message.incomplete = at.integer();
        } else {
          at.skip();
        }
      }
      case 14 -> {
        if (is(key, FAILURE)) {
          message.kind = Kind.FAILURE;
        }
        at.skip();
      }
      case 15 -> {
        message.warned |= is(key, WARNING);
        at.skip();
      }
      default -> at.skip();
    }
  }

  private void inner(int key, int length) {
    if (length == 3) {
      string(key, SDP, message.sdp);
    } else if (length == 4) {
      string(key, TYPE, message.type);
    } else {
      at.skip();
    }
  }

  private void description(int key, byte[] name, Kind kind) {
    if (is(key, name)) {
      message.kind = kind;
      object(false);
    } else {
      at.skip();
    }
  }

  private void string(int key, byte[] name, Message.Place into) {
    if (is(key, name)) {
      at.string(into);
    } else {
      at.skip();
    }
  }

  private boolean is(int from, byte[] name) {
    var bytes = at.bytes();
    return Arrays.equals(
        bytes, from, Math.min(from + name.length, bytes.length), name, 0, name.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
