package io.cordwood.webseed.publish.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentCutTest {
  @Test
  void theFirstSegmentsAreShort() {
    var cuts = SegmentCut.of(fragments(0, 1, 2, 3, 4, 6, 8, 10, 12, 14, 15.5));
    assertThat(cuts)
        .extracting(SegmentCut::durationUs)
        .containsExactly(1_000_000L, 1_000_000L, 2_000_000L, 4_000_000L, 4_000_000L, 3_500_000L);
  }

  @Test
  void everyByteAndEveryMomentIsInOneSegment() {
    var fragments = fragments(0, 1.001, 2.002, 3.003, 4.004, 6.006, 8.008, 10.01, 11);
    var cuts = SegmentCut.of(fragments);
    long offset = fragments.getFirst().offset();
    long atUs = 0;
    for (SegmentCut cut : cuts) {
      assertThat(cut.offset()).isEqualTo(offset);
      assertThat(cut.startUs()).isEqualTo(atUs);
      offset += cut.bytes();
      atUs += cut.durationUs();
    }
    assertThat(offset).isEqualTo(fragments.getLast().offset() + fragments.getLast().bytes());
    assertThat(atUs).isEqualTo(11_000_000);
    assertThat(cuts).hasSize(5);
  }

  @Test
  void farKeyFramesMakeLongSegments() {
    assertThat(SegmentCut.of(fragments(0, 9, 10, 12, 20, 21)))
        .extracting(SegmentCut::durationUs)
        .containsExactly(9_000_000L, 3_000_000L, 8_000_000L, 1_000_000L);
  }

  @Test
  void timeIsCountedFromTheFirstPicture() {
    assertThat(SegmentCut.of(fragments(5, 6, 7, 9)))
        .extracting(SegmentCut::startUs)
        .containsExactly(0L, 1_000_000L, 2_000_000L);
  }

  /** Fragments of ten bytes each that start at the given seconds; the last number is the end. */
  private static List<Fragment> fragments(double... seconds) {
    var fragments = new ArrayList<Fragment>();
    for (int i = 0; i + 1 < seconds.length; i++) {
      fragments.add(
          new Fragment(
              100 + 10L * i, 10, (long) (seconds[i] * 1e6), (long) (seconds[i + 1] * 1e6)));
    }
    return fragments;
  }
}
