package io.cordwood.signaling.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutputQueueTest {
  private final List<String> sent = new ArrayList<>();
  private final Queue<CompletableFuture<Void>> writes = new ArrayDeque<>();
  private final AtomicInteger drops = new AtomicInteger();
  private final OutputQueue queue =
      new OutputQueue(
          3,
          10,
          new OutputQueue.Wire() {
            @Override
            public CompletionStage<Void> send(String text) {
              sent.add(text);
              var write = new CompletableFuture<Void>();
              writes.add(write);
              return write;
            }

            @Override
            public void close(int code, String reason) {
              sent.add("close " + code + " " + reason);
            }
          },
          drops::incrementAndGet);

  @Test
  void oneMessageIsWrittenAtATimeAndInOrder() {
    queue.send("a");
    queue.send("b");
    assertThat(sent).containsExactly("a");
    writes.remove().complete(null);
    assertThat(sent).containsExactly("a", "b");
  }

  @Test
  void whatDoesNotFitInNumberIsDroppedAndCounted() {
    List.of("a", "b", "c", "d", "e", "f").forEach(queue::send);
    assertThat(drops).hasValue(2);
    while (!writes.isEmpty()) {
      writes.remove().complete(null);
    }
    assertThat(sent).containsExactly("a", "b", "c", "d");
  }

  @Test
  void whatDoesNotFitInBytesIsDroppedAndCounted() {
    queue.send("being written");
    queue.send("123456");
    queue.send("12345");
    queue.send("1234");
    assertThat(drops).hasValue(1);
  }

  @Test
  void aCloseFollowsWhatWasSaidBeforeAndNothingFollowsIt() {
    queue.send("a");
    queue.send("b");
    queue.close(1008, "because");
    queue.close(1000, "again");
    queue.send("c");
    writes.remove().complete(null);
    writes.remove().complete(null);
    assertThat(sent).containsExactly("a", "b", "close 1008 because");
    assertThat(drops).hasValue(0);
  }

  @Test
  void aViewerThatDoesNotReadIsClosedAllTheSame() {
    queue.send("a");
    queue.send("b");
    queue.closeNow(1000, "slow");
    queue.closeNow(1000, "slow");
    writes.remove().complete(null);
    assertThat(sent).containsExactly("a", "close 1000 slow");
  }

  @Test
  void aBrokenWriteDoesNotStopTheQueue() {
    queue.send("a");
    queue.close(1000, "bye");
    writes.remove().completeExceptionally(new java.io.IOException("gone"));
    assertThat(sent).containsExactly("a", "close 1000 bye");
  }
}
