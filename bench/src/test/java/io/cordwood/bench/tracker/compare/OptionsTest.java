package io.cordwood.bench.tracker.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.bench.tracker.compare.Options.Part;
import io.cordwood.bench.tracker.compare.Options.Tracker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @Test
  void withoutWordsBothSystemsAreMeasuredWithFewAndManyPeers() {
    var options = Options.parse(List.of());
    assertThat(options.connections()).containsExactly(200, 5000);
    assertThat(options.systems()).containsExactly(Tracker.CORDWOOD, Tracker.BITTORRENT_TRACKER);
    assertThat(options.only()).containsExactly(Part.THROUGHPUT, Part.LATENCY);
    assertThat(options.swarmsOf(200)).isEqualTo(4);
    assertThat(options.swarmsOf(5000)).isEqualTo(100);
  }

  @Test
  void wordsAreTaken() {
    var options = parse("--only memory --peers 20 --systems bittorrent-tracker --gc z --swarms 7");
    assertThat(options.only()).containsExactly(Part.MEMORY);
    assertThat(options.peers()).isEqualTo(20);
    assertThat(options.systems()).containsExactly(Tracker.BITTORRENT_TRACKER);
    assertThat(options.swarmsOf(5000)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--connections",
        "--connections 1",
        "--connections 20,x",
        "--systems aquatic",
        "--only speed",
        "--fast yes"
      })
  void whatMakesNoSenseIsRefused(String words) {
    assertThatThrownBy(() -> parse(words)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Options parse(String words) {
    return Options.parse(List.of(words.split(" ")));
  }
}
