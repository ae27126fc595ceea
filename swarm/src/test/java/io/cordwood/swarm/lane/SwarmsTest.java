package io.cordwood.swarm.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.ConnectionId;
import io.cordwood.swarm.rules.Door;
import io.cordwood.swarm.rules.Event;
import io.cordwood.swarm.rules.NetworkPlace;
import io.cordwood.swarm.rules.Outgoing;
import io.cordwood.swarm.rules.PeerKey;
import io.cordwood.swarm.rules.PeerProfile;
import io.cordwood.swarm.rules.SwarmConfig;
import io.cordwood.swarm.rules.SwarmCount;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SwarmsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_790_000_000));
  private static final SwarmId FILM = swarm(1);

  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final List<Outgoing> delivered = new ArrayList<>();

  @Test
  void whatTheRulesSayReachesTheSocketItIsFor() {
    var swarms = swarms(LaneConfig.defaults(), Runnable::run);
    var first = swarms.open((swarm, out) -> delivered.add(out));
    var second = swarms.open((swarm, out) -> delivered.add(out));
    join(swarms, FILM, first, 1);
    join(swarms, FILM, second, 2);
    assertThat(delivered)
        .singleElement()
        .satisfies(out -> assertThat(out.to().connection()).isEqualTo(second));
  }

  @Test
  void aClosedConnectionLeavesEverySwarmItWasIn() {
    var swarms = swarms(LaneConfig.defaults(), Runnable::run);
    var socket = swarms.open((swarm, out) -> {});
    join(swarms, FILM, socket, 1);
    join(swarms, swarm(2), socket, 1);
    swarms.tick();
    assertThat(swarms.view(FILM).orElseThrow().peers()).isEqualTo(1);
    swarms.close(socket);
    swarms.close(socket);
    swarms.tick();
    assertThat(swarms.names()).isEmpty();
    assertThat(swarms.connections()).isZero();
    assertThat(swarms.counters().get(SwarmCount.LEFT)).isEqualTo(2);
  }

  @Test
  void whoLeavesAndComesBackBeforeItsTurnLeavesWithItsSocket() {
    var swarms = swarms(LaneConfig.defaults(), turns::add);
    var socket = swarms.open((swarm, out) -> {});
    join(swarms, FILM, socket, 1);
    runTurns();
    swarms.submit(FILM, new Event.Left(key(socket, 1)));
    join(swarms, FILM, socket, 1);
    runTurns();
    assertThat(swarms.tally(FILM).incomplete()).isEqualTo(1);
    swarms.close(socket);
    runTurns();
    assertThat(swarms.tally(FILM).incomplete()).isZero();
  }

  @Test
  void whoIsLetInAfterItsSocketIsGoneLeavesAtOnce() {
    var swarms = swarms(new LaneConfig(10, 1, 10, 10), turns::add);
    var socket = swarms.open((swarm, out) -> {});
    join(swarms, FILM, socket, 1);
    swarms.submit(FILM, new Event.Left(key(socket, 1)));
    join(swarms, FILM, socket, 1);
    turns.remove().run();
    turns.remove().run();
    swarms.close(socket);
    runTurns();
    assertThat(swarms.tally(FILM).incomplete()).isZero();
    assertThat(swarms.counters().get(SwarmCount.JOINED)).isEqualTo(2);
    assertThat(swarms.counters().get(SwarmCount.LEFT)).isEqualTo(2);
  }

  @Test
  void whoIsLetInWhileItsNextJoinFindsAFullQueueLeavesWithItsSocket() {
    var swarms = swarms(new LaneConfig(3, 1, 10, 10), turns::add);
    var socket = swarms.open((swarm, out) -> {});
    var other = swarms.open((swarm, out) -> {});
    join(swarms, FILM, socket, 1);
    swarms.submit(FILM, new Event.Left(key(socket, 1)));
    join(swarms, FILM, socket, 1);
    turns.remove().run();
    turns.remove().run();
    join(swarms, FILM, other, 2);
    join(swarms, FILM, other, 3);
    assertThat(swarms.submit(FILM, joined(socket, 1), this::thenTurns)).isEqualTo(Submitted.BUSY);
    runTurns();
    assertThat(swarms.tally(FILM).incomplete()).isEqualTo(3);
    swarms.close(socket);
    runTurns();
    assertThat(swarms.tally(FILM).incomplete()).isEqualTo(2);
  }

  /** As a door's thread finds it whose next step comes only after the lane's. */
  private Lane.Offered thenTurns(Lane lane, Runnable task) {
    var offered = lane.offer(task);
    runTurns();
    return offered;
  }

  @Test
  void whoFindsAFullQueueIsNotInThatSwarm() {
    var swarms = swarms(new LaneConfig(1, 1, 10, 1), turns::add);
    var socket = swarms.open((swarm, out) -> {});
    join(swarms, FILM, swarms.open((swarm, out) -> {}), 2);
    for (int i = 0; i < 100; i++) {
      assertThat(join(swarms, FILM, socket, 1)).isEqualTo(Submitted.BUSY);
    }
    assertThat(swarms.waiting()).as("one question of the busy one").isEqualTo(2);
    runTurns();
    assertThat(join(swarms, swarm(2), socket, 1)).isEqualTo(Submitted.ACCEPTED);
  }

  @Test
  void aSwarmComesIntoBeingWithItsFirstJoinOnly() {
    var swarms = swarms(LaneConfig.defaults(), Runnable::run);
    var socket = swarms.open((swarm, out) -> {});
    assertThat(swarms.submit(FILM, new Event.Wanted(key(socket, 1), 3)))
        .isEqualTo(Submitted.NO_SUCH_SWARM);
    assertThat(swarms.names()).isEmpty();
    assertThat(join(swarms, FILM, socket, 1)).isEqualTo(Submitted.ACCEPTED);
    assertThat(swarms.names()).containsExactly(FILM);
  }

  @Test
  void aConnectionThatIsNotOpenSubmitsNothing() {
    var swarms = swarms(LaneConfig.defaults(), Runnable::run);
    assertThat(join(swarms, FILM, new ConnectionId(9), 1)).isEqualTo(Submitted.NO_SUCH_CONNECTION);
    assertThat(swarms.laneCounters().noSuchConnection()).isEqualTo(1);
  }

  @Test
  void aFullQueueIsBusyAndCountedButHearsThatAConnectionClosed() {
    var swarms = swarms(new LaneConfig(2, 256, 10, 10), turns::add);
    var socket = swarms.open((swarm, out) -> {});
    assertThat(join(swarms, FILM, socket, 1)).isEqualTo(Submitted.ACCEPTED);
    assertThat(join(swarms, FILM, socket, 2)).isEqualTo(Submitted.ACCEPTED);
    assertThat(join(swarms, FILM, socket, 3)).isEqualTo(Submitted.BUSY);
    assertThat(swarms.laneCounters().busy()).isEqualTo(1);
    swarms.close(socket);
    assertThat(swarms.waiting()).isEqualTo(3);
    runTurns();
    swarms.tick();
    runTurns();
    assertThat(swarms.names()).isEmpty();
  }

  @Test
  void ticksDoNotPileUpBehindALaneThatIsLate() {
    var swarms = swarms(LaneConfig.defaults(), turns::add);
    join(swarms, FILM, swarms.open((swarm, out) -> {}), 1);
    for (int i = 0; i < 100; i++) {
      swarms.tick();
    }
    assertThat(swarms.waiting()).isEqualTo(2);
  }

  @Test
  void aLaneGivesTheThreadBackAfterItsTurn() {
    var swarms = swarms(new LaneConfig(100, 4, 10, 10), turns::add);
    var socket = swarms.open((swarm, out) -> {});
    for (int i = 0; i < 10; i++) {
      join(swarms, FILM, socket, i);
    }
    assertThat(turns).hasSize(1);
    turns.remove().run();
    assertThat(swarms.waiting()).isEqualTo(6);
    assertThat(turns).hasSize(1);
  }

  @Test
  void swarmsAreBoundedOnTheNodeAndForOneConnection() {
    var swarms = swarms(new LaneConfig(10, 10, 3, 2), Runnable::run);
    var socket = swarms.open((swarm, out) -> {});
    var other = swarms.open((swarm, out) -> {});
    assertThat(join(swarms, swarm(1), socket, 1)).isEqualTo(Submitted.ACCEPTED);
    assertThat(join(swarms, swarm(2), socket, 1)).isEqualTo(Submitted.ACCEPTED);
    assertThat(join(swarms, swarm(3), socket, 1)).isEqualTo(Submitted.BUSY);
    assertThat(join(swarms, swarm(3), other, 2)).isEqualTo(Submitted.ACCEPTED);
    assertThat(join(swarms, swarm(4), other, 2)).isEqualTo(Submitted.BUSY);
    assertThat(join(swarms, swarm(1), other, 2)).isEqualTo(Submitted.ACCEPTED);
  }

  @Test
  void anOutboxThatThrowsIsCountedAndTheLaneGoesOn() {
    var swarms = swarms(LaneConfig.defaults(), Runnable::run);
    var first = swarms.open((swarm, out) -> {});
    var bad =
        swarms.open(
            (swarm, out) -> {
              throw new IllegalStateException("a fault made by the test");
            });
    join(swarms, FILM, first, 1);
    join(swarms, FILM, bad, 2);
    assertThat(swarms.laneCounters().failed()).isEqualTo(1);
    swarms.tick();
    assertThat(swarms.view(FILM).orElseThrow().peers()).isEqualTo(2);
  }

  @Test
  void aLaneGoesOnAfterAnErrorOfTheMachine() {
    var swarms = swarms(LaneConfig.defaults(), turns::add);
    var bad =
        swarms.open(
            (swarm, out) -> {
              throw new StackOverflowError("made by the test");
            });
    join(swarms, FILM, swarms.open((swarm, out) -> {}), 1);
    join(swarms, FILM, bad, 2);
    join(swarms, FILM, swarms.open((swarm, out) -> {}), 3);
    assertThatThrownBy(this::runTurns).isInstanceOf(StackOverflowError.class);
    runTurns();
    swarms.tick();
    runTurns();
    assertThat(swarms.view(FILM).orElseThrow().peers()).isEqualTo(3);
  }

  @Test
  void manyThreadsMeetInOneSwarmOneAtATime() throws Exception {
    int sockets = 400;
    var busyLanes = ConcurrentHashMap.<SwarmId>newKeySet();
    var overlaps = new AtomicInteger();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        var doors = Executors.newFixedThreadPool(8)) {
      var swarms = swarms(LaneConfig.defaults(), executor);
      var left = new AtomicInteger();
      for (int i = 0; i < sockets; i++) {
        int number = i;
        doors.execute(
            () -> {
              var film = swarm(number % 4);
              var socket =
                  swarms.open(
                      (swarm, out) -> {
                        if (!busyLanes.add(swarm)) {
                          overlaps.incrementAndGet();
                        }
                        Thread.onSpinWait();
                        busyLanes.remove(swarm);
                      });
              join(swarms, film, socket, number);
              swarms.submit(film, new Event.Wanted(key(socket, number), 5));
              swarms.tick();
              if (number % 2 == 0) {
                swarms.close(socket);
                left.incrementAndGet();
              }
            });
      }
      doors.shutdown();
      assertThat(doors.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
      awaitCount(swarms, SwarmCount.JOINED, sockets);
      awaitCount(swarms, SwarmCount.LEFT, left.get());
      assertThat(overlaps).hasValue(0);
      assertThat(swarms.laneCounters().failed()).isZero();
      assertThat(swarms.connections()).isEqualTo(sockets - left.get());
    }
  }

  private static void awaitCount(Swarms swarms, SwarmCount what, long value) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (swarms.counters().get(what) != value) {
      assertThat(System.nanoTime()).as(what + " becomes " + value).isLessThan(end);
      Thread.yield();
    }
  }

  private Swarms swarms(LaneConfig lanes, Executor executor) {
    return new Swarms(
        SwarmConfig.defaults(), lanes, CLOCK, () -> new SplittableRandom(1), executor);
  }

  private void runTurns() {
    while (!turns.isEmpty()) {
      turns.remove().run();
    }
  }

  private static Submitted join(Swarms swarms, SwarmId film, ConnectionId socket, int peer) {
    return swarms.submit(film, joined(socket, peer));
  }

  private static Event.Joined joined(ConnectionId socket, int peer) {
    var profile =
        new PeerProfile(
            Door.SIGNALING,
            Optional.empty(),
            new NetworkPlace(peer, 1),
            Optional.empty(),
            false,
            true);
    return new Event.Joined(key(socket, peer), profile);
  }

  private static PeerKey key(ConnectionId socket, int peer) {
    return new PeerKey(socket, PeerId.ofNode(ByteBuffer.allocate(12).putInt(8, peer).array()));
  }

  private static SwarmId swarm(int number) {
    return SwarmId.of(ByteBuffer.allocate(20).putInt(16, number).array());
  }
}
