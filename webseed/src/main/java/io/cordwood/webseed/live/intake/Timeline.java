package io.cordwood.webseed.live.intake;

import io.cordwood.swarm.content.LiveChannel;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers, times and discontinuities that all renditions of a channel share. Its invariant: a
 * number means one time whichever rendition asks first, and has as many discontinuities before it
 * in all of them (RFC 8216 §6.2.4), also in one that lacks the segment with which one began;
 * epochs, numbers and times never go back. Used by the channel's lane only.
 *
 * <p>Times follow the segments' durations within an epoch, so that no clock that is set disturbs
 * them; an epoch begins when its first segment came.
 */
final class Timeline {
  private static final int KEPT = 2000;

  private final TreeMap<Integer, Span> spans = new TreeMap<>();

  /** How many discontinuities there have been from a number on. */
  private final TreeMap<Integer, Integer> cuts = new TreeMap<>(Map.of(0, 0));

  private int epoch = -1;
  private long firstOfEpoch = 1;
  private long base;
  private long beganAtOrder = -1;
  private boolean due;

  private record Span(int epoch, long startUs, long endUs) {}

  int epoch() {
    return epoch;
  }

  /** What a media sequence number of the current epoch must be raised by. */
  long base() {
    return base;
  }

  /** The first number of the current epoch; older epochs get none from here on. */
  long firstOfEpoch() {
    return firstOfEpoch;
  }

  /** Requests that began later belong to the current epoch. */
  long beganAtOrder() {
    return beganAtOrder;
  }

  /** Another webseed came so far; what comes next begins an epoch behind it. */
  void follow(int ofEpoch, int number, long endUs, int discontinuities) {
    epoch = ofEpoch;
    due = true;
    cuts.put(0, discontinuities);
    keep(number, new Span(ofEpoch, endUs, endUs));
  }

  /** Whether the next segment begins an epoch, whatever it is. */
  boolean isDue() {
    return due;
  }

  /** A new epoch, whose first segment has this media sequence number. */
  void begin(long sequence, long order) {
    epoch++;
    due = false;
    firstOfEpoch = spans.isEmpty() ? 1 : spans.lastKey() + 1L;
    base = firstOfEpoch - sequence;
    beganAtOrder = order;
    if (epoch > 0 && firstOfEpoch <= LiveChannel.MAX_NUMBER) {
      cut((int) firstOfEpoch);
    }
  }

  /**
   * Times do not go on at a number. What one rendition says of a number that others were past
   * already does not hold: they would have to say it of something else.
   */
  void cut(int number) {
    if (number > 1 && number > cuts.lastKey() && (spans.isEmpty() || number > spans.lastKey())) {
      cuts.put(number, cuts.lastEntry().getValue() + 1);
      if (cuts.size() > KEPT) {
        cuts.pollFirstEntry();
      }
    }
  }

  /** How many discontinuities there have been, one at this number included. */
  int cutsUpTo(int number) {
    var entry = cuts.floorEntry(number);
    return (entry == null ? cuts.firstEntry() : entry).getValue();
  }

  /** What is known from before a restart; in order of numbers, whichever rendition. */
  void restore(
      int ofEpoch,
      int number,
      long ofSequence,
      long startUs,
      long durationUs,
      int discontinuities) {
    if (discontinuities != cutsUpTo(number)) {
      cuts.put(number, discontinuities);
    }
    if (ofEpoch > epoch) {
      epoch = ofEpoch;
      firstOfEpoch = number;
      base = number - ofSequence;
    }
    firstOfEpoch = ofEpoch == epoch ? Math.min(firstOfEpoch, number) : firstOfEpoch;
    keep(number, new Span(ofEpoch, startUs, startUs + durationUs));
  }

  /**
   * The time of a number's segment, which lasts {@code durationUs} and was there at {@code nowUs}.
   */
  long place(int ofEpoch, int number, long durationUs, long nowUs, long targetUs) {
    var known = spans.get(number);
    if (known != null) {
      return known.startUs();
    }
    long start = start(ofEpoch, number, durationUs, nowUs, targetUs);
    keep(number, new Span(ofEpoch, start, start + durationUs));
    return start;
  }

  private long start(int ofEpoch, int number, long durationUs, long nowUs, long targetUs) {
    var before = spans.lowerEntry(number);
    if (before == null) {
      var after = spans.higherEntry(number);
      return after == null
          ? Math.max(0, nowUs - durationUs)
          : Math.max(0, after.getValue().startUs() - durationUs);
    }
    long end = before.getValue().endUs();
    return before.getValue().epoch() == ofEpoch
        ? end + (number - before.getKey() - 1) * targetUs
        : Math.max(end, nowUs - durationUs);
  }

  private void keep(int number, Span span) {
    spans.putIfAbsent(number, span);
    if (spans.size() > KEPT) {
      spans.pollFirstEntry();
    }
  }
}
