package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.testkit.Listener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SelectorThreadTest {
  private static final int CLIENTS = 16;
  private static final int ROUNDS = 50;

  @Test
  void messagesAreHandledByTheSelectorsThreadsThemselves() throws Exception {
    var seen = ConcurrentHashMap.<Thread>newKeySet();
    var withoutSelector = new AtomicInteger();
    try (var rig =
        new DoorRig(
            DoorRig.config(),
            DoorRig.saying(
                (from, text) -> {
                  seen.add(Thread.currentThread());
                  if (!selecting(new Throwable().getStackTrace())) {
                    withoutSelector.incrementAndGet();
                  }
                  DoorRig.send(from, text);
                }))) {
      var clients = new ArrayList<Listener>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(rig.connect("/"));
      }
      long handedOver = rig.door.handedOver();
      for (int round = 0; round < ROUNDS; round++) {
        for (var client : clients) {
          client.socket.sendText("x", true);
        }
        for (var client : clients) {
          assertThat(client.nextText()).isEqualTo("x");
        }
      }
      assertThat(rig.door.handedOver() - handedOver).as("tasks given to other threads").isZero();
      assertThat(withoutSelector).hasValue(0);
      assertThat(seen).allMatch(thread -> thread.getName().startsWith("tracker-door-"));
      assertThat(seen).hasSizeLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
      clients.forEach(client -> client.socket.abort());
    }
  }

  private static boolean selecting(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .anyMatch(
            frame ->
                frame.getClassName().equals("org.eclipse.jetty.io.ManagedSelector")
                    || frame.getClassName().endsWith("AdaptiveExecutionStrategy"));
  }
}
