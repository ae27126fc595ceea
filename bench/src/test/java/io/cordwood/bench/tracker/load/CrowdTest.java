package io.cordwood.bench.tracker.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class CrowdTest {
  private static final int PEERS = 20;
  private static final int SWARMS = 2;
  private static final int OFFERS = PEERS * Announce.OFFERS;

  private final List<Integer> over = new ArrayList<>();

  @Test
  void allThatIsSentArrivesAndEveryAnnounceGetsOver() throws IOException {
    var tally = announced(message -> message, now -> now.answers == OFFERS);
    assertThat(tally.wrongs()).isEmpty();
    assertThat(tally.replies).isEqualTo(2 * PEERS);
    assertThat(tally.offers).isEqualTo(OFFERS);
    assertThat(tally.answersSent).isEqualTo(OFFERS);
    assertThat(tally.in()).isEqualTo(2 * PEERS + 2 * OFFERS);
    assertThat(over).hasSize(PEERS).doesNotHaveDuplicates();
  }

  @Test
  void aTrackerThatChangesADescriptionIsFoundOut() throws IOException {
    var tally =
        announced(
            message -> {
              if (message.get("offer") instanceof ObjectNode offer) {
                offer.put("sdp", offer.get("sdp").asText().replace("typ srflx", "typ relay"));
              }
              return message;
            },
            now -> now.offers == OFFERS);
    assertThat(tally.wrongs()).containsOnlyKeys("description was changed");
    assertThat(tally.wrong).isEqualTo(OFFERS);
    assertThat(tally.answersSent).isZero();
    assertThat(over).isEmpty();
  }

  @Test
  void aTrackerThatLosesAnswersLeavesTheirAnnouncesOpenUntilTheyExpire() throws IOException {
    var answers = new AtomicInteger();
    var tally =
        announced(
            message -> message.has("answer") && answers.getAndIncrement() < 1 ? null : message,
            now -> now.answers == OFFERS - 1);
    assertThat(tally.wrongs()).isEmpty();
    assertThat(tally.answersSent - tally.answers).isEqualTo(1);
    assertThat(tally.expired).isEqualTo(1);
    assertThat(over).hasSize(PEERS).doesNotHaveDuplicates();
  }

  @Test
  void aTrackerThatRefusesIsFoundOut() throws IOException {
    var tally =
        announced(
            message ->
                message.has("offer")
                    ? message.put("failure reason", "no").without("offer")
                    : message,
            now -> now.others == OFFERS);
    assertThat(tally.wrongs()).containsOnlyKeys("the tracker refused");
  }

  /** Joins, announces once each, and turns until {@code end} holds; then what is open expires. */
  private Tally announced(UnaryOperator<ObjectNode> out, Predicate<Tally> end) throws IOException {
    try (var tracker = new SmallTracker(out);
        var crowd = new Crowd(tracker.address(), PEERS, SWARMS)) {
      crowd.pace(new Watch());
      turn(
          crowd,
          () -> {
            crowd.connectSome();
            return crowd.open() == PEERS;
          });
      for (Peer peer; (peer = crowd.fresh()) != null; ) {
        crowd.join(peer, System.nanoTime());
      }
      turn(crowd, () -> crowd.tally.replies == PEERS);
      crowd.peers.allJoined();
      crowd.peers.all().forEach(peer -> crowd.announce(peer, System.nanoTime()));
      turn(crowd, () -> crowd.tally.replies == 2 * PEERS && end.test(crowd.tally));
      if (crowd.tally.wrongs().isEmpty()) {
        crowd.expire(System.nanoTime());
      }
      return crowd.tally;
    }
  }

  private static void turn(Crowd crowd, BooleanSupplier until) {
    while (!until.getAsBoolean()) {
      crowd.reactor.turn(10);
    }
  }

  private final class Watch implements Pace {
    @Override
    public long next(long now) {
      return 10;
    }

    @Override
    public void over(Peer peer) {
      over.add(peer.index);
    }
  }
}
