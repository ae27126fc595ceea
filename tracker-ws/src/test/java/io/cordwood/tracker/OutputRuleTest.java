package io.cordwood.tracker;

import static io.cordwood.tracker.Importance.ANSWER;
import static io.cordwood.tracker.Importance.OFFER;
import static io.cordwood.tracker.Importance.REPLY;
import static io.cordwood.tracker.OutputRule.Verdict.CUT;
import static io.cordwood.tracker.OutputRule.Verdict.DROP;
import static io.cordwood.tracker.OutputRule.Verdict.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutputRuleTest {
  private static final TrackerConfig.Output BOUNDS = new TrackerConfig.Output(10, 20, 30, 1_000);

  private boolean full;
  private final OutputRule rule = new OutputRule(BOUNDS, () -> full);

  @Test
  void upToTheFirstBoundAllIsSent() {
    assertThat(verdicts(0)).containsExactly(SEND, SEND, SEND);
    assertThat(verdicts(10)).containsExactly(SEND, SEND, SEND);
  }

  @Test
  void offersAreLostFirstThenAnswersAndRepliesNever() {
    assertThat(verdicts(11)).containsExactly(DROP, SEND, SEND);
    assertThat(verdicts(20)).containsExactly(DROP, SEND, SEND);
    assertThat(verdicts(21)).containsExactly(DROP, DROP, SEND);
    assertThat(verdicts(30)).containsExactly(DROP, DROP, SEND);
  }

  @Test
  void aboveTheLastBoundWhateverIsToBeSentCutsTheConnection() {
    assertThat(verdicts(31)).containsExactly(CUT, CUT, CUT);
    assertThat(verdicts(Integer.MAX_VALUE)).containsExactly(CUT, CUT, CUT);
  }

  @Test
  void whenTooMuchWaitsForAllTogetherOnlyRepliesAreSentToWhoReadsWell() {
    full = true;
    assertThat(verdicts(0)).containsExactly(DROP, DROP, SEND);
    assertThat(verdicts(31)).containsExactly(CUT, CUT, CUT);
    full = false;
    assertThat(verdicts(0)).containsExactly(SEND, SEND, SEND);
  }

  /** Of an offer, an answer and a reply. */
  private List<OutputRule.Verdict> verdicts(int waitingBytes) {
    return List.of(
        rule.verdict(OFFER, waitingBytes),
        rule.verdict(ANSWER, waitingBytes),
        rule.verdict(REPLY, waitingBytes));
  }
}
