package io.cordwood.bench.tracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.bench.tracker.TrackerAddress;
import io.cordwood.bench.tracker.conformance.ConformanceOptions.Against;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConformanceOptionsTest {
  @Test
  void anAddressAloneIsEnough() {
    var address = TrackerAddress.parse("ws://localhost:8000/", false);
    assertThat(parse("ws://localhost:8000/"))
        .isEqualTo(
            new ConformanceOptions(new Against.Address(address, 1), Set.of(), false, false, false));
  }

  @Test
  void everyOptionIsTakenAnywhere() {
    var words =
        "--only ANN-3,OFF wss://localhost/ --insecure --slow --patience 30 --json --require-all";
    var address = TrackerAddress.parse("wss://localhost/", true);
    assertThat(parse(words.split(" ")))
        .isEqualTo(
            new ConformanceOptions(
                new Against.Address(address, 30), Set.of("ANN-3", "OFF"), true, true, true));
  }

  @Test
  void aTrackerOfOursIsStarted() {
    assertThat(parse("--peer", "bittorrent-tracker").against())
        .isEqualTo(new Against.BittorrentTracker());
    assertThat(parse("--both").against()).isEqualTo(new Against.Both());
  }

  @Test
  void whatMakesNoSenseIsRefusedWithWhatWouldBeRight() {
    refused("one tracker is needed");
    refused("one tracker is needed", "--both", "ws://localhost/");
    refused("--peer is bittorrent-tracker", "--peer", "another");
    refused("--only needs a value", "--both", "--only");
    refused("--patience is a number", "ws://localhost/", "--patience", "0");
    refused("ws://HOST/", "http://localhost/");
    refused("ws://HOST/", "--loud");
  }

  private static void refused(String why, String... words) {
    assertThatThrownBy(() -> parse(words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static ConformanceOptions parse(String... words) {
    return ConformanceOptions.parse(List.of(words));
  }
}
