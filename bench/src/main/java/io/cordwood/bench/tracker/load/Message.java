package io.cordwood.bench.tracker.load;

/** A tracker's message as places in the bytes it was read from; reused for the next one. */
final class Message {
  /** What it is. */
  enum Kind {
    REPLY,
    OFFER,
    ANSWER,
    FAILURE,
    NONE
  }

  /** Number fields that are absent. */
  static final long ABSENT = Long.MIN_VALUE;

  /** Number fields that are something else than an integer. */
  static final long NO_INTEGER = Long.MIN_VALUE + 1;

  /** A string's place: from its first byte to behind its last, both 0 when it is absent. */
  static final class Place {
    int from;
    int to;

    void set(int first, int behind) {
      from = first;
      to = behind;
    }

    int length() {
      return to - from;
    }
  }

  Kind kind;
  boolean announce;
  boolean warned;
  final Place infoHash = new Place();
  final Place peerId = new Place();
  final Place offerId = new Place();
  final Place type = new Place();
  final Place sdp = new Place();
  long interval;
  long complete;
  long incomplete;

  void clear() {
    kind = Kind.NONE;
    announce = false;
    warned = false;
    infoHash.set(0, 0);
    peerId.set(0, 0);
    offerId.set(0, 0);
    type.set(0, 0);
    sdp.set(0, 0);
    interval = ABSENT;
    complete = ABSENT;
    incomplete = ABSENT;
  }
}
