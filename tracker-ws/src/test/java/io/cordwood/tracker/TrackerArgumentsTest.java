package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrackerArgumentsTest {
  @Test
  void withoutArgumentsItListensOnLoopback() {
    assertThat(TrackerArguments.parse()).isEqualTo(new TrackerArguments.Listen("127.0.0.1", 8000));
  }

  @Test
  void hostAndPortAreTaken() {
    assertThat(TrackerArguments.parse("--port", "0", "--host", "::1"))
        .isEqualTo(new TrackerArguments.Listen("::1", 0));
  }

  @Test
  void mistakesAreSentences() {
    assertThat(TrackerArguments.parse("--colour", "red"))
        .isEqualTo(new TrackerArguments.Wrong("There is no option --colour."));
    assertThat(TrackerArguments.parse("--port"))
        .isEqualTo(new TrackerArguments.Wrong("Give a value after --port."));
    for (var bad : new String[] {"x", "-1", "65536", ""}) {
      assertThat(TrackerArguments.parse("--port", bad)).isInstanceOf(TrackerArguments.Wrong.class);
    }
  }

  @Test
  void helpIsHelp() {
    assertThat(TrackerArguments.parse("--host", "a", "--help"))
        .isEqualTo(new TrackerArguments.Help());
  }
}
