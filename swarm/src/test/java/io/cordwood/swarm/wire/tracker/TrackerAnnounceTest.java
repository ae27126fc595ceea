package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.announce;
import static io.cordwood.swarm.wire.tracker.Messages.announced;
import static io.cordwood.swarm.wire.tracker.Messages.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The announce with all that stock clients put into it (TRACKER-PROTOCOL 1.2, 1.6). */
class TrackerAnnounceTest {
  @Test
  void theShortestAnnounceIsAnUpdateOfSomebodyIncomplete() {
    var message = announced(announce(""));
    assertThat(message.swarm()).isEqualTo(Messages.SWARM);
    assertThat(message.peer()).isEqualTo(Messages.PEER);
    assertThat(message.event()).isEqualTo(AnnounceEvent.UPDATE);
    assertThat(message.complete()).isFalse();
    assertThat(message.numwant()).isEmpty();
    assertThat(message.offers()).isEmpty();
    assertThat(message.trackerId()).isEmpty();
    assertThat(message.warning()).isEmpty();
    assertThat(message.leftOut()).isEqualTo(OffersLeftOut.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"started\"', STARTED",
        "'\"\\u0073tarted\"', STARTED",
        "'\"completed\"', COMPLETED",
        "'\"stopped\"', STOPPED",
        "'\"update\"', UPDATE",
        "'\"paused\"', UPDATE",
        "'\"empty\"', UPDATE",
        "'\"\"', UPDATE",
        "null, UPDATE"
      })
  void aKnownEventIsTakenWithoutAWarning(String event, AnnounceEvent expected) {
    var message = announced(announce(",\"event\":" + event));
    assertThat(message.event()).isEqualTo(expected);
    assertThat(message.warning()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"STARTED\"", "\"started \"", "\"x\"", "1", "true", "[]", "{\"a\":1}"})
  void anyOtherEventIsAnUpdateWithAWarning(String event) {
    var message = announced(announce(",\"event\":" + event));
    assertThat(message.event()).isEqualTo(AnnounceEvent.UPDATE);
    assertThat(message.warning())
        .hasValueSatisfying(warning -> assertThat(warning).contains("event"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "-0", "-0.00", "0e7", "0E+2", "\"0\"", "\"\\u0030\""})
  void whoHasNothingLeftIsComplete(String left) {
    assertThat(announced(announce(",\"left\":" + left)).complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "-1",
        "1",
        "0.5",
        "1e300",
        "1e-400",
        "10",
        "\"\"",
        "\"00\"",
        "\"0.0\"",
        "\" 0\"",
        "false",
        "true",
        "[]",
        "[0]",
        "{}",
        "99999999999999999999999999999999999999"
      })
  void whoeverSaysAnythingElseIsNot(String left) {
    var message = announced(announce(",\"left\":" + left));
    assertThat(message.complete()).isFalse();
    assertThat(message.warning()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "5, 5",
    "5.0, 5",
    "1e1, 10",
    "50, 50",
    "2147483647, 2147483647",
    "2147483648, 2147483647",
    "99999999999999999999999999999999999999999999, 2147483647",
    "1e300, 2147483647"
  })
  void numwantIsAWholeNumberUpToAnInt(String numwant, int expected) {
    assertThat(announced(announce(",\"numwant\":" + numwant)).numwant())
        .isEqualTo(OptionalInt.of(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "null", "\"5\"", "5.5", "1e-3", "-1e300", "true", "[]", "{}"})
  void anyOtherNumwantIsNone(String numwant) {
    var message = announced(announce(",\"numwant\":" + numwant));
    assertThat(message.numwant()).isEmpty();
    assertThat(message.warning()).isEmpty();
  }

  @Test
  void theTrackersIdIsKeptUpToOneHundredAndTwentyEightCharacters() {
    assertThat(announced(announce(",\"trackerid\":\"id\\u00e9\"")).trackerId())
        .contains("id\u00e9");
    assertThat(announced(announce(",\"trackerid\":\"" + "\\u4e2d".repeat(128) + "\"")).trackerId())
        .contains("\u4e2d".repeat(128));
    for (var other : new String[] {"\"" + "x".repeat(129) + "\"", "7", "null", "[]"}) {
      var message = announced(announce(",\"trackerid\":" + other));
      assertThat(message.trackerId()).isEmpty();
      assertThat(message.warning()).isEmpty();
    }
  }

  @Test
  void whatElseAClientSendsIsIgnoredWhateverItIs() {
    for (var value : new String[] {"1", "null", "{\"a\":[1,{}]}", "\"x\"", "[[[]]]", "1e999"}) {
      var more =
          ",\"uploaded\":V,\"downloaded\":V,\"key\":V,\"corrupt\":V,\"token\":V,\"offer\":V"
              .replace("V", value);
      assertThat(announced(announce(more)).warning()).isEmpty();
    }
  }

  @Test
  void membersComeInAnyOrderAndInAnySpelling() {
    var message =
        announced(
            " {\"left\" : 0 ,\n\t\"peer_\\u0069d\":\"-WW0203-abcdefghijkl\",\"\\u0061ction\":\"ann\\u006funce\","
                + "\"info\\u005fhash\":\"abcdefghij0123456789\" } \r\n");
    assertThat(message.complete()).isTrue();
    assertThat(message.swarm()).isEqualTo(Messages.SWARM);
  }

  @Test
  void ofAMemberThatComesTwiceTheLastCounts() {
    var message =
        announced(
            announce(
                ",\"left\":0,\"left\":5,\"event\":7,\"event\":\"stopped\",\"numwant\":3,\"numwant\":null,"
                    + "\"offers\":{},\"offers\":[],\"answer\":\"x\",\"answer\":null"));
    assertThat(message.complete()).isFalse();
    assertThat(message.event()).isEqualTo(AnnounceEvent.STOPPED);
    assertThat(message.numwant()).isEmpty();
    assertThat(message.warning()).isEmpty();
    refused(announce(",\"action\":\"x\""), TrackerProblem.UNKNOWN_ACTION);
    refused(announce(",\"info_hash\":null"), TrackerProblem.BAD_INFO_HASH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ANNOUNCE\"", "\"\"", "null", "1", "[]", "{}", "\"announces\""})
  void anUnknownActionIsRefusedWithTheSwarmItNames(String action) {
    var refused = refused(announce(",\"action\":" + action), TrackerProblem.UNKNOWN_ACTION);
    assertThat(refused.swarm()).contains(Messages.SWARM);
    assertThat(refused("{}", TrackerProblem.UNKNOWN_ACTION).swarm()).isEmpty();
  }
}
