package io.cordwood.webseed.heat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedTest {
  @ParameterizedTest
  @CsvSource({
    ",SOON",
    "need=now,NOW",
    "need=soon,SOON",
    "need=ahead,AHEAD",
    "token=1&need=now,NOW",
    "need=ahead&need=now,AHEAD",
    "need=NOW,SOON",
    "need=,SOON",
    "&&&,SOON",
    "unneed=now,SOON",
  })
  void whatAQuerySaysOfNeed(String query, Need need) {
    assertThat(Need.of(query)).isEqualTo(need);
  }
}
