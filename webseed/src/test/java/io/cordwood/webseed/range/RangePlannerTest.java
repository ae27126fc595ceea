package io.cordwood.webseed.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangePlannerTest {
  private static final Representation HUNDRED =
      new Representation(100, new EntityTag("abc"), "video/mp4", "no-store");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-                   | 0-99
          bytes=0-0                  | 0-0
          bytes=0-99                 | 0-99
          bytes=0-100                | 0-99
          bytes=99-                  | 99-99
          bytes=10-19                | 10-19
          BYTES=10-19                | 10-19
          bytes=-1                   | 99-99
          bytes=-100                 | 0-99
          bytes=-101                 | 0-99
          bytes=-99999999999999999999999 | 0-99
          bytes=5-99999999999999999999999 | 5-99
          bytes=0000000000000000000000007-8 | 7-8
          bytes=0-9,10-19            | 0-19
          bytes=10-19,0-9            | 0-19
          bytes=0-50,20-70           | 0-70
          bytes=0-9,200-300          | 0-9
          bytes=0-9, ,               | 0-9
          bytes=0-9,20-29            | 0-9 20-29
          bytes=20-29,0-9            | 20-29 0-9
          bytes=20-29 , 0-9          | 20-29 0-9
          bytes=0-9,50-59,8-20       | 0-20 50-59
          bytes=50-59,0-9,90-99,8-51 | 0-59 90-99
          bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14 | 0-0 2-2 4-4 6-6 8-8 10-10 12-12 14-14
          bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16 | whole
          bytes=100-                 | none
          bytes=100-200              | none
          bytes=-0                   | none
          bytes=99999999999999999999999- | none
          bytes=5-4                  | whole
          bytes=5-4,0-1              | whole
          bytes=-                    | whole
          bytes=                     | whole
          bytes=a-b                  | whole
          bytes=1                    | whole
          bytes=1-2-3                | whole
          bytes=+1-2                 | whole
          bytes=1 -2                 | whole
          items=0-5                  | whole
          nonsense                   | whole
          """)
  void aRangeFieldIsAnsweredAsTheRfcSays(String field, String expected) {
    assertThat(text(RangePlanner.plan(get(field), HUNDRED))).isEqualTo(expected);
  }

  @Test
  void nothingOfAnEmptyFileCanBeAskedFor() {
    var empty = new Representation(0, new EntityTag("abc"), "video/mp4", "no-store");
    assertThat(text(RangePlanner.plan(get("bytes=0-"), empty))).isEqualTo("none");
    assertThat(text(RangePlanner.plan(get("bytes=-5"), empty))).isEqualTo("none");
    assertThat(text(RangePlanner.plan(Conditions.none(), empty))).isEqualTo("whole");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "abc"                         | 0-9
          "abd"                         | whole
          W/"abc"                       | whole
          abc                           | whole
          Sun, 22 Nov 2026 12:00:00 GMT | whole
          *                             | whole
          """)
  void ifRangeTakesTheStrongTagOnly(String ifRange, String expected) {
    var conditions =
        new Conditions(
            false,
            Optional.of("bytes=0-9"),
            Optional.of(ifRange),
            Optional.empty(),
            Optional.empty());
    assertThat(text(RangePlanner.plan(conditions, HUNDRED))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "abc"               | unchanged
          W/"abc"             | unchanged
          "x", "abc"          | unchanged
          "x",W/"y" , W/"abc" | unchanged
          *                   | unchanged
          "x"                 | 0-9
          "x, abc"            | 0-9
          abc                 | 0-9
          """)
  void ifNoneMatchComesBeforeRange(String ifNoneMatch, String expected) {
    var conditions =
        new Conditions(
            false,
            Optional.of("bytes=0-9"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(ifNoneMatch));
    assertThat(text(RangePlanner.plan(conditions, HUNDRED))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "abc"    | whole
          *        | whole
          W/"abc"  | refused
          "x"      | refused
          """)
  void ifMatchIsComparedStrongly(String ifMatch, String expected) {
    var conditions =
        new Conditions(
            false, Optional.empty(), Optional.empty(), Optional.of(ifMatch), Optional.empty());
    assertThat(text(RangePlanner.plan(conditions, HUNDRED))).isEqualTo(expected);
  }

  @Test
  void aHeadHasNoRange() {
    var head =
        new Conditions(
            true, Optional.of("bytes=0-9"), Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(RangePlanner.plan(head, HUNDRED)).isEqualTo(new Plan.Whole());
  }

  private static Conditions get(String range) {
    return new Conditions(
        false, Optional.of(range), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static String text(Plan plan) {
    return switch (plan) {
      case Plan.Whole() -> "whole";
      case Plan.Part(var range) -> text(range);
      case Plan.Parts(var ranges) ->
          String.join(" ", ranges.stream().map(RangePlannerTest::text).toList());
      case Plan.NotModified() -> "unchanged";
      case Plan.PreconditionFailed() -> "refused";
      case Plan.Unsatisfiable() -> "none";
    };
  }

  private static String text(ByteRange range) {
    return range.first() + "-" + range.last();
  }
}
