package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.announce;
import static io.cordwood.swarm.wire.tracker.Messages.answer;
import static io.cordwood.swarm.wire.tracker.Messages.message;
import static io.cordwood.swarm.wire.tracker.Messages.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers (TRACKER-PROTOCOL 1.3) and scrapes (1.4). */
class TrackerAnswerAndScrapeTest {
  private static final String DESCRIPTION =
      ",\"answer\":{\"type\":\"answer\",\"sdp\":\"v=0\\r\\n\"}";

  @Test
  void anAnswerNamesBothPeersAndTheOffer() {
    var message =
        message(
            answer(DESCRIPTION + ",\"trackerid\":\"t\",\"left\":0"), ClientMessage.Answer.class);
    assertThat(message.swarm()).isEqualTo(Messages.SWARM);
    assertThat(message.peer()).isEqualTo(Messages.PEER);
    assertThat(message.to()).isEqualTo(PeerId.ofLatin1("ttttttttttttttttttt1"));
    assertThat(message.offer()).isEqualTo(OfferId.ofLatin1("ooooooooooooooooooo1"));
    assertThat(message.description().sdp()).isEqualTo("v=0\r\n");
    assertThat(message.trackerId()).contains("t");
  }

  @Test
  void anAnswerThatIsNullIsAnAnnounce() {
    message(answer(",\"answer\":null"), ClientMessage.Announce.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"to_peer_id\":null",
        ",\"to_peer_id\":\"x\"",
        ",\"to_peer_id\":7",
        ",\"offer_id\":null",
        ",\"offer_id\":\"aaaaaaaaaaaaaaaaaaaaa\"",
        ",\"offer_id\":{}"
      })
  void anAnswerToNobodyIsRefusedWithItsSwarm(String more) {
    assertThat(refused(answer(DESCRIPTION + more), TrackerProblem.BAD_ADDRESSEE).swarm())
        .contains(Messages.SWARM);
    assertThat(refused(announce(DESCRIPTION), TrackerProblem.BAD_ADDRESSEE).ofScrape()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"v=0\"",
        "7",
        "false",
        "[]",
        "{}",
        "{\"sdp\":7}",
        "{\"sdp\":\"\",\"sdp\":\"\"}",
        "{\"sdp\":\"\",\"type\":1,\"type\":1}"
      })
  void anAnswerWithoutOneDescriptionIsRefused(String value) {
    assertThat(refused(answer(",\"answer\":" + value), TrackerProblem.BAD_DESCRIPTION).swarm())
        .contains(Messages.SWARM);
  }

  @Test
  void anAnswerOverSixtyFourKibibytesIsRefused() {
    refused(
        answer(",\"answer\":{\"sdp\":\"" + "x".repeat(64 * 1024 + 1) + "\"}"),
        TrackerProblem.BAD_DESCRIPTION);
  }

  @Test
  void theForbiddenCandidatesOfAnAnswerAreCutOutAndCounted() {
    var good = "a=candidate:1 1 udp 1 10.0.0.1 5000 typ host\\n";
    var message =
        message(
            answer(",\"answer\":{\"sdp\":\"" + good.replace("5000", "53") + good + "\"}"),
            ClientMessage.Answer.class);
    assertThat(Messages.json(message.description())).isEqualTo("{\"sdp\":\"" + good + "\"}");
    assertThat(message.candidatesCut()).isEqualTo(1);
    assertThat(message(answer(DESCRIPTION), ClientMessage.Answer.class).candidatesCut()).isZero();
  }

  @Test
  void anAnswerWithThirtyThreeCandidatesIsRefused() {
    var candidates = "a=candidate:1 1 udp 1 10.0.0.1 53 typ host\\n".repeat(33);
    refused(answer(",\"answer\":{\"sdp\":\"" + candidates + "\"}"), TrackerProblem.BAD_CANDIDATE);
  }

  @Test
  void aScrapeNamesOneOrManyOrAllSwarms() {
    var one = message(scrape("\"" + "a".repeat(20) + "\""), ClientMessage.Scrape.class);
    assertThat(one.swarms()).containsExactly(SwarmId.ofLatin1("a".repeat(20)));
    var many =
        message(
            scrape("[\"" + "b".repeat(20) + "\", \"" + "a".repeat(20) + "\"]"),
            ClientMessage.Scrape.class);
    assertThat(many.swarms())
        .containsExactly(SwarmId.ofLatin1("b".repeat(20)), SwarmId.ofLatin1("a".repeat(20)));
    assertThat(message(scrape("[]"), ClientMessage.Scrape.class).swarms()).isEmpty();
    message(scrape("null"), ClientMessage.ScrapeAll.class);
    message("{\"action\":\"scrape\"}", ClientMessage.ScrapeAll.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{}",
        "\"x\"",
        "true",
        "[7]",
        "[null]",
        "[\"aaaaaaaaaaaaaaaaaaaa\",\"short\"]",
        "[[\"aaaaaaaaaaaaaaaaaaaa\"]]"
      })
  void aScrapeOfAnythingElseIsRefusedAsAScrape(String value) {
    var refused = refused(scrape(value), TrackerProblem.BAD_INFO_HASH);
    assertThat(refused.ofScrape()).isTrue();
    assertThat(refused.swarm()).isEmpty();
  }

  @Test
  void aScrapeHasSixtyFourHashesAtMost() {
    var most = Collections.nCopies(TrackerCodec.MAX_HASHES, "\"aaaaaaaaaaaaaaaaaaaa\"");
    assertThat(message(scrape(most.toString()), ClientMessage.Scrape.class).swarms())
        .hasSize(TrackerCodec.MAX_HASHES);
    var more =
        IntStream.range(0, 2000)
            .mapToObj(i -> "\"%020d\"".formatted(i))
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(refused(scrape(more), TrackerProblem.TOO_MANY_HASHES).ofScrape()).isTrue();
  }

  private static String scrape(String infoHash) {
    return "{\"action\":\"scrape\",\"info_hash\":" + infoHash + "}";
  }
}
