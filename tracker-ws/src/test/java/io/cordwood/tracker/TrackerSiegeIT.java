package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.rules.SwarmCount;
import io.cordwood.swarm.wire.tracker.TrackerProblem;
import io.cordwood.tracker.TrackerCounters.Count;
import io.cordwood.tracker.protocol.SwarmPolicy;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million malformed messages over real sockets, while two clients use the tracker. */
@Timeout(600)
class TrackerSiegeIT {
  private static final int BESIEGERS = 8;
  private static final long WARM_UP_MESSAGES = 100_000;
  private static final long MESSAGES = 1_050_000;
  private static final long A_MILLION = 1_000_000;
  private static final long SEED = 20_260_925;
  private static final long MORE_HEAP_BYTES = 8L << 20;

  /** Of all that is said: however slow the machine is, bystanders get their share of it. */
  private static final long DURING_AN_EXCHANGE = MESSAGES / 4;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @Test
  void aMillionMalformedMessagesHurtNobody() throws Exception {
    try (threads;
        var rig = new TrackerRig(config(), SwarmPolicy.open());
        var bystanders = new Bystanders(rig)) {
      var before = siege(rig, bystanders, WARM_UP_MESSAGES, SEED);
      long heapBefore = usedHeapBytes();
      var during = siege(rig, bystanders, MESSAGES, ~SEED);
      long heapAfter = usedHeapBytes();
      assertThat(heapAfter).as("used heap").isLessThan(heapBefore + MORE_HEAP_BYTES);
      assertThat(bystanders.mostMeanwhile())
          .as("messages during an exchange")
          .isLessThan(DURING_AN_EXCHANGE);
      assertThat(bystanders.exchanges()).isGreaterThan(20);
      checkCounters(rig, Stream.of(before, during).flatMap(List::stream).toList(), bystanders);
    }
  }

  private static TrackerConfig config() {
    return TrackerRig.config(TrackerRig.ANY, TrackerRig.ANY, TrackerRig.ANY)
        .with(new TrackerConfig.Output(256 * 1024, 512 * 1024, 1 << 30, Long.MAX_VALUE));
  }

  /** When it returns, all besiegers and what they left in the swarms are gone. */
  private List<Besieger> siege(TrackerRig rig, Bystanders bystanders, long messages, long seed)
      throws Exception {
    var besiegers = new ArrayList<Besieger>();
    var left = new AtomicLong(messages);
    var runs = new ArrayList<Future<?>>();
    for (int i = 0; i < BESIEGERS; i++) {
      var besieger =
          new Besieger(rig, seed + i, Bystanders.SWARM, Bystanders.ALICE, Bystanders.BOB);
      besiegers.add(besieger);
      runs.add(
          threads.submit(
              () -> {
                besieger.run(left);
                return null;
              }));
    }
    bystanders.goOnWhile(() -> runs.stream().anyMatch(run -> !run.isDone()));
    for (var run : runs) {
      run.get();
    }
    DoorRig.await("only bystanders", () -> rig.tracker.door().connections() == 2);
    var theirs = Set.of(Bystanders.SWARM);
    DoorRig.await("only their swarm", () -> rig.tracker.swarms().names().equals(theirs));
    rig.awaitPeers(Bystanders.SWARM, 2);
    return besiegers;
  }

  private static void checkCounters(
      TrackerRig rig, List<Besieger> besiegers, Bystanders bystanders) {
    long sent = besiegers.stream().mapToLong(besieger -> besieger.messages).sum();
    assertThat(sent).isGreaterThanOrEqualTo(MESSAGES + WARM_UP_MESSAGES);
    assertThat(rig.count(Count.MESSAGES)).isEqualTo(sent + bystanders.messages());
    assertThat(rig.count(Count.BAD_UTF8))
        .isEqualTo(besiegers.stream().mapToLong(besieger -> besieger.notUtf8).sum());
    assertThat(rig.count(Count.PINGS))
        .isEqualTo(besiegers.stream().mapToLong(besieger -> besieger.pings).sum());
    assertThat(rig.count(Count.OPENED))
        .isEqualTo(2 + besiegers.stream().mapToLong(besieger -> besieger.sockets).sum());
    assertThat(rig.count(Count.TOO_FAST)).isZero();
    assertThat(rig.count(Count.SLOW_READER)).isZero();
    assertThat(rig.count(Count.DEAD)).isZero();
    assertThat(rig.count(Count.HANDLER_FAILED)).isZero();
    assertThat(rig.tracker.swarms().laneCounters().failed()).isZero();
    assertThat(rig.tracker.swarms().counters().get(SwarmCount.TAKEN_OVER)).isZero();
    var protocol = rig.tracker.protocol();
    assertThat(Stream.of(TrackerProblem.values()).mapToLong(protocol::problems).sum())
        .as("messages refused")
        .isGreaterThanOrEqualTo(A_MILLION);
    assertThat(TrackerProblem.values())
        .allSatisfy(problem -> assertThat(protocol.problems(problem)).isPositive());
  }

  private static long usedHeapBytes() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
