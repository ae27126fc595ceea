package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.SwarmCount;
import io.cordwood.tracker.TrackerCounters.Count;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sockets, on all selectors, announce to one swarm at the same time. */
@Timeout(300)
class TrackerCrowdTest {
  private static final int CLIENTS = 50;
  private static final int ANNOUNCES = 200;

  /** Offers of one client that are not answered: few enough that there is always a taker. */
  private static final int WINDOW = 8;

  private static final int PATIENCE_SECONDS = 240;
  private static final SwarmId SWARM = Said.swarm(1);

  @Test
  void eachReplyComesOnceAndInOrderAndEachAnswerReachesItsOfferer() throws Exception {
    try (var rig = TrackerRig.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var members = members(rig);
      var done = new CountDownLatch(CLIENTS);
      var runs = new ArrayList<Future<?>>();
      for (var member : members) {
        runs.add(
            threads.submit(
                () -> {
                  member.run(done);
                  return null;
                }));
      }
      assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("all is answered").isTrue();
      for (var member : members) {
        member.client.say(Said.scrape());
      }
      for (var run : runs) {
        run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      check(rig, members);
      for (var member : members) {
        member.client.close();
      }
    }
  }

  private static List<Member> members(TrackerRig rig) throws IOException {
    var members = new ArrayList<Member>();
    for (int i = 0; i < CLIENTS; i++) {
      var member = new Member(rig.client(), i);
      member.client.say(Said.announce(SWARM, member.peer));
      member.client.reply();
      members.add(member);
    }
    return members;
  }

  private static void check(TrackerRig rig, List<Member> members) {
    for (var member : members) {
      assertThat(member.replies).as("replies of %s", member.peer).isEqualTo(member.said);
      assertThat(member.answered).as("answers for %s", member.peer).hasSize(ANNOUNCES);
    }
    long all = CLIENTS * ANNOUNCES;
    assertThat(members.stream().mapToLong(member -> member.offersHeard).sum()).isEqualTo(all);
    var swarms = rig.tracker.swarms().counters();
    assertThat(swarms.get(SwarmCount.ANNOUNCED)).isEqualTo(all + CLIENTS);
    assertThat(swarms.get(SwarmCount.OFFERS_RELAYED)).isEqualTo(all);
    assertThat(swarms.get(SwarmCount.ANSWERS_RELAYED)).isEqualTo(all);
    assertThat(rig.count(Count.MESSAGES)).isEqualTo(2 * (all + CLIENTS));
    assertThat(rig.count(Count.SENT)).isEqualTo(3 * all + 2 * CLIENTS);
  }

  /** What tells a reply from the one before. */
  private enum Kind {
    PLAIN(""),
    STARTED(Said.STARTED),
    ODD(",\"event\":\"odd\"");

    private final String more;

    Kind(String more) {
      this.more = more;
    }

    static Kind of(JsonNode reply) {
      return reply.has("tracker id") ? STARTED : reply.has("warning message") ? ODD : PLAIN;
    }
  }

  /** Announces an offer whenever one was answered, and answers all that it is offered. */
  private static final class Member {
    final TrackerClient client;
    final PeerId peer;
    final List<Kind> said = new ArrayList<>();
    final List<Kind> replies = new ArrayList<>();
    final Set<OfferId> answered = new HashSet<>();
    int offersHeard;
    private final int number;
    private final Random random;

    Member(TrackerClient client, int number) {
      this.client = client;
      this.number = number;
      this.peer = Said.peer(number);
      this.random = new Random(number);
    }

    void run(CountDownLatch done) throws IOException {
      for (int i = 0; i < WINDOW; i++) {
        announce();
      }
      boolean complete = false;
      for (var message = client.next(); !message.has("files"); message = client.next()) {
        heard(message);
        if (!complete && replies.size() == ANNOUNCES && answered.size() == ANNOUNCES) {
          complete = true;
          done.countDown();
        }
      }
    }

    private void announce() throws IOException {
      if (said.size() < ANNOUNCES) {
        var kind = Kind.values()[random.nextInt(Kind.values().length)];
        var offer = Said.offer(number * ANNOUNCES + said.size());
        said.add(kind);
        client.say(Said.announce(SWARM, peer, kind.more, Said.offers(offer)));
      }
    }

    private void heard(JsonNode message) throws IOException {
      if (message.has("interval")) {
        replies.add(Kind.of(message));
      } else if (message.has("offer")) {
        offersHeard++;
        var from = PeerId.ofLatin1(message.get("peer_id").textValue());
        client.say(Said.answer(SWARM, peer, from, offer(message), "x"));
      } else {
        assertThat(message.has("answer")).as("%s", message).isTrue();
        assertThat(answered.add(offer(message))).as("once: %s", message).isTrue();
        announce();
      }
    }

    private static OfferId offer(JsonNode message) {
      return OfferId.ofLatin1(message.get("offer_id").textValue());
    }
  }
}
