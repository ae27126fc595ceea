package io.cordwood.webseed.publish.mp4;

import java.util.ArrayList;
import java.util.List;

/**
 * A segment to be cut from a file of fragments.
 *
 * @param offset where it starts in the file
 * @param bytes its size
 * @param startUs when it starts to play, in microseconds from the film's start
 * @param durationUs how long it plays
 */
public record SegmentCut(long offset, long bytes, long startUs, long durationUs) {
  private static final long SECOND_US = 1_000_000;
  private static final long TOLERANCE_US = 1_000;

  /**
   * Groups fragments into segments that let playback start fast: of 1, 1 and 2 s, then of 4 s. A
   * segment begins with the first fragment at or after its time, so it may be longer where key
   * frames are far apart. The durations add up to the film's.
   */
  public static List<SegmentCut> of(List<Fragment> fragments) {
    var starts = new ArrayList<Integer>();
    long originUs = fragments.getFirst().startUs();
    long dueUs = 0;
    for (int i = 0; i < fragments.size(); i++) {
      long atUs = fragments.get(i).startUs() - originUs;
      if (atUs + TOLERANCE_US >= dueUs) {
        starts.add(i);
        dueUs = dueAfter(atUs);
      }
    }
    var cuts = new ArrayList<SegmentCut>();
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) : fragments.size();
      cuts.add(cut(fragments, starts.get(i), end, originUs));
    }
    return List.copyOf(cuts);
  }

  /** The next of 0, 1, 2, 4, 8, 12, … seconds after a segment that starts at {@code atUs}. */
  private static long dueAfter(long atUs) {
    long seconds = (atUs + TOLERANCE_US) / SECOND_US;
    long due = seconds < 2 ? seconds + 1 : seconds < 4 ? 4 : (seconds / 4 + 1) * 4;
    return due * SECOND_US;
  }

  private static SegmentCut cut(List<Fragment> fragments, int from, int to, long originUs) {
    Fragment first = fragments.get(from);
    Fragment last = fragments.get(to - 1);
    long endUs = to < fragments.size() ? fragments.get(to).startUs() : last.endUs();
    return new SegmentCut(
        first.offset(),
        last.offset() + last.bytes() - first.offset(),
        first.startUs() - originUs,
        endUs - first.startUs());
  }
}
