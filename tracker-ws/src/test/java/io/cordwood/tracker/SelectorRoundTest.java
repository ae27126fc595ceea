package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.eclipse.jetty.io.ManagedSelector.SelectorUpdate;
import org.junit.jupiter.api.Test;

class SelectorRoundTest {
  private final Queue<SelectorUpdate> submitted = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final SelectorRound round = new SelectorRound(submitted::add);

  @Test
  void aGroupIsHandledTogetherAndWhatItCausedLeavesBeforeTheNext() {
    round.ready(2, sending("two a"));
    round.ready(-1, sending("minus"));
    round.ready(2, sending("two b"));
    round.ready(1, sending("one"));
    runUpdates();
    assertThat(done)
        .containsExactly(
            "minus", "sent minus", "one", "sent one", "two a", "two b", "sent two a", "sent two b");
  }

  @Test
  void aCrowdIsFoundAsAWholeBeforeTheFirstOfItIsHandled() {
    IntStream.range(0, SelectorRound.MANY).forEach(i -> round.ready(i % 7, named("a" + i)));
    submitted.remove().update(null);
    assertThat(done).isEmpty();
    IntStream.range(0, 10).forEach(i -> round.ready(i % 7, named("b" + i)));
    runUpdates();
    assertThat(done).hasSize(SelectorRound.MANY + 10).doesNotHaveDuplicates();
    round.ready(0, named("later"));
    runUpdates();
    assertThat(done).hasSize(SelectorRound.MANY + 11).endsWith("later");
  }

  @Test
  void aCrowdThatNeverEndsIsHandledAllTheSame() {
    while (done.isEmpty()) {
      int before = submitted.size();
      IntStream.range(0, SelectorRound.MANY).forEach(i -> round.ready(i, named("" + i)));
      assertThat(submitted.size() - before).isLessThanOrEqualTo(1);
      submitted.remove().update(null);
    }
    assertThat(done).hasSize(SelectorRound.MOST);
  }

  @Test
  void oneThatThrowsIsGivenUpAndTheOthersAreHandled() {
    round.ready(1, failing());
    round.ready(2, named("other"));
    round.flushSoon(
        () -> {
          throw new IllegalStateException("a sender's fault");
        });
    round.flushSoon(() -> done.add("sent"));
    runUpdates();
    assertThat(done).contains("given up", "other", "sent");
  }

  @Test
  void whatIsToBeSentOutsideOfARoundLeavesInTheNext() {
    round.flushSoon(() -> done.add("sent"));
    round.flushSoon(() -> done.add("sent too"));
    assertThat(submitted).hasSize(1);
    runUpdates();
    assertThat(done).containsExactly("sent", "sent too");
    round.flushSoon(() -> done.add("again"));
    runUpdates();
    assertThat(done).endsWith("again");
  }

  private void runUpdates() {
    while (!submitted.isEmpty()) {
      submitted.remove().update(null);
    }
  }

  private SelectorRound.Reader sending(String name) {
    return reader(
        () -> {
          done.add(name);
          round.flushSoon(() -> done.add("sent " + name));
        });
  }

  private SelectorRound.Reader named(String name) {
    return reader(() -> done.add(name));
  }

  private SelectorRound.Reader failing() {
    return reader(
        () -> {
          throw new IllegalStateException("a reader's fault");
        });
  }

  private SelectorRound.Reader reader(Runnable what) {
    return new SelectorRound.Reader() {
      @Override
      public void handle() {
        what.run();
      }

      @Override
      public void failed(Throwable problem) {
        done.add("given up");
      }
    };
  }
}
