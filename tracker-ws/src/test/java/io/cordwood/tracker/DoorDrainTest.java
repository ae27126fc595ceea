package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.testkit.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DoorDrainTest {
  private static final Duration SPREAD = Duration.ofSeconds(1);
  private static final int CLIENTS = 20;

  @Test
  void closesAreSpreadEvenlyOverTheTimeAndInRandomOrder() throws Exception {
    try (var rig = DoorRig.echo(draining(SPREAD))) {
      var clients = connect(rig);
      var closedAt = new ArrayList<CompletableFuture<Long>>();
      for (var client : clients) {
        closedAt.add(client.closed.thenApply(code -> code == 1001 ? System.nanoTime() : 0));
      }
      long start = System.nanoTime();
      assertThat(rig.door.drain()).isTrue();
      var times = new ArrayList<Long>();
      for (var at : closedAt) {
        times.add(DoorRig.get(at) - start);
      }
      assertThat(times).allMatch(time -> time > 0);
      assertThat(times).as("drawn by lot").isNotEqualTo(times.stream().sorted().toList());
      var sorted = times.stream().sorted().toList();
      for (int i = 0; i < CLIENTS; i++) {
        assertThat(sorted.get(i))
            .as("close " + i)
            .isGreaterThanOrEqualTo(SPREAD.toNanos() * i / CLIENTS);
      }
    }
  }

  @Test
  void whenAllAreGoneBeforeTheTimeIsOverItEnds() throws Exception {
    try (var rig = DoorRig.echo(draining(Duration.ofMinutes(10)))) {
      var clients = connect(rig);
      var drained = CompletableFuture.supplyAsync(() -> drain(rig));
      DoorRig.await("the first is closed", () -> rig.door.connections() < CLIENTS);
      clients.forEach(client -> client.socket.abort());
      assertThat(DoorRig.get(drained)).isTrue();
    }
  }

  @Test
  void drainingTwiceAtOnceAndOnceMoreIsTheSame() throws Exception {
    try (var rig = DoorRig.echo(draining(Duration.ofMillis(200)))) {
      connect(rig);
      var one = CompletableFuture.supplyAsync(() -> drain(rig));
      var two = CompletableFuture.supplyAsync(() -> drain(rig));
      assertThat(DoorRig.get(one)).isTrue();
      assertThat(DoorRig.get(two)).isTrue();
      assertThat(rig.door.drain()).isTrue();
    }
  }

  private static boolean drain(DoorRig rig) {
    try {
      return rig.door.drain();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Listener> connect(DoorRig rig) throws Exception {
    var clients = new ArrayList<Listener>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(rig.connect("/"));
    }
    DoorRig.await("all are open", () -> rig.door.connections() == CLIENTS);
    return clients;
  }

  private static TrackerConfig draining(Duration spread) {
    var usual = DoorRig.config();
    return usual.with(usual.timing().withEnd(usual.timing().close(), spread));
  }
}
