package io.cordwood.webseed.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gzip, deflate, br | true
          br;q=1, GZIP;q=0.5 | true
          * | true
          gzip;q=0, * | false
          gzip; q=0.000 | false
          br | false
          identity | false
          '' | false
          """)
  void gzipIsSentWhereItIsWanted(String field, boolean wanted) {
    assertThat(AcceptEncoding.allowsGzip(field)).isEqualTo(wanted);
  }

  @Test
  void withoutTheFieldNothingIsCompressed() {
    assertThat(AcceptEncoding.allowsGzip(null)).isFalse();
  }
}
