package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.announce;
import static io.cordwood.swarm.wire.tracker.Messages.announced;
import static io.cordwood.swarm.wire.tracker.Messages.offer;
import static io.cordwood.swarm.wire.tracker.Messages.offerId;
import static io.cordwood.swarm.wire.tracker.Messages.offers;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.OfferId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers are taken or left out one by one (TRACKER-PROTOCOL 1.10, rule 4). */
class TrackerOffersTest {
  private static final String FORBIDDEN = "a=candidate:1 1 udp 1 127.0.0.1 5000 typ host\\r\\n";
  private static final String GOOD = offer(offerId(1), "v=0\\r\\n");

  @Test
  void goodOffersAreKeptInTheirOrder() {
    var message = announced(offers(GOOD, offer(offerId(2), ""), offer(offerId(3), "x")));
    assertThat(message.offers())
        .extracting(TrackerOffer::id)
        .containsExactly(
            OfferId.ofLatin1(offerId(1)),
            OfferId.ofLatin1(offerId(2)),
            OfferId.ofLatin1(offerId(3)));
    assertThat(message.offers())
        .extracting(offer -> offer.description().sdp())
        .containsExactly("v=0\r\n", "", "x");
    assertThat(message.warning()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"offers\":null", ",\"offers\":[]"})
  void noOffersAreFine(String more) {
    var message = announced(announce(more));
    assertThat(message.offers()).isEmpty();
    assertThat(message.warning()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"0\":{}}", "\"x\"", "7", "true"})
  void offersThatAreNoListAreIgnoredWithAWarning(String offers) {
    var message = announced(announce(",\"offers\":" + offers));
    assertThat(message.offers()).isEmpty();
    assertThat(message.warning()).hasValueSatisfying(text -> assertThat(text).endsWith("."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "\"x\"",
        "[]",
        "{}",
        "{\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":\"x\"}}",
        "{\"offer\":null,\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":\"v=0\",\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":[],\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":7},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":null},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":{\"sdp\":\"x\"}},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":\"x\",\"sdp\":\"y\"},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":\"x\",\"\\u0073dp\":\"y\"},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":\"x\",\"sdp\":7},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":\"x\",\"SDP\":\"y\"},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":\"x\",\"\u017fdp\":\"y\"},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":\"x\",\"type\":\"offer\",\"type\":\"answer\"},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":\"x\",\"type\":\"offer\",\"Type\":1},\"offer_id\":\"offer-00000000000002\"}",
        "{\"offer\":{\"sdp\":\"x\"},\"offer_id\":\"short\"}",
        "{\"offer\":{\"sdp\":\"x\"},\"offer_id\":\"offer-00000000000002\",\"offer\":7}",
        "{\"offer\":{\"sdp\":\"x\"},\"offer_id\":\"offer-00000000000002\",\"offer_id\":7}"
      })
  void aMalformedItemIsLeftOutAndTheRestStays(String item) {
    var message = announced(offers(item, GOOD));
    assertThat(message.offers()).hasSize(1);
    assertThat(message.leftOut()).isEqualTo(new OffersLeftOut(1, 0, 0, 0, 0));
    assertThat(message.warning()).hasValueSatisfying(text -> assertThat(text).contains("offer_id"));
  }

  @Test
  void theForbiddenCandidatesOfAnOfferAreCutOutAndCounted() {
    var bad = offer(offerId(2), "v=0\\r\\n" + FORBIDDEN + "s=\\r\\n" + FORBIDDEN);
    var message = announced(offers(GOOD, bad, bad));
    assertThat(message.offers())
        .extracting(offer -> offer.description().sdp())
        .containsExactly("v=0\r\n", "v=0\r\ns=\r\n");
    assertThat(message.candidatesCut()).isEqualTo(2);
    assertThat(message.leftOut()).isEqualTo(new OffersLeftOut(0, 0, 0, 1, 0));
    assertThat(announced(offers(GOOD)).candidatesCut()).isZero();
  }

  @Test
  void anOfferWithThirtyThreeCandidatesIsLeftOut() {
    var message = announced(offers(GOOD, offer(offerId(2), FORBIDDEN.repeat(33))));
    assertThat(message.offers()).hasSize(1);
    assertThat(message.leftOut()).isEqualTo(new OffersLeftOut(0, 0, 1, 0, 0));
    assertThat(message.candidatesCut()).isZero();
    assertThat(message.warning())
        .hasValueSatisfying(text -> assertThat(text).contains("candidates"));
  }

  @Test
  void anOfferIsMeasuredBeforeTheCut() {
    var large = FORBIDDEN + "x".repeat(64 * 1024 - 20);
    var message = announced(offers(offer(offerId(1), large), offer(offerId(2), "\u00e9" + large)));
    assertThat(message.leftOut()).isEqualTo(new OffersLeftOut(0, 2, 0, 0, 0));
  }

  @Test
  void theRestOfACutDescriptionStaysAsItsSenderWroteIt() {
    var head = "{ \"x\":[1, {\"sdp\":7}],\"sdp\" :\"v=0\\u000d\\n";
    var tail = "s=\\/\", \"type\":\"offer\",\"y\":1e5 }";
    var item = "{\"offer\": %s ,\"offer_id\":\"%s\"}";
    var message =
        announced(offers(item.formatted(head + FORBIDDEN + FORBIDDEN + tail, offerId(1)), GOOD));
    assertThat(Messages.json(message.offers().getFirst().description())).isEqualTo(head + tail);
  }

  @Test
  void anOfferOverSixtyFourKibibytesIsLeftOutAndOneOfExactlyThatIsTaken() {
    var most = "x".repeat(64 * 1024 - 2) + "\\r\\n";
    var message = announced(offers(offer(offerId(1), most), offer(offerId(2), most + "x")));
    assertThat(message.offers()).hasSize(1);
    assertThat(message.leftOut()).isEqualTo(new OffersLeftOut(0, 1, 0, 0, 0));
    var strange = "\u00e9".repeat(32 * 1024 - 1) + "\\u00e9";
    message = announced(offers(offer(offerId(1), strange), offer(offerId(2), strange + "x")));
    assertThat(message.offers()).hasSize(1);
    assertThat(message.leftOut()).isEqualTo(new OffersLeftOut(0, 1, 0, 0, 0));
  }

  @Test
  void anOfferIdThatComesTwiceCountsOnce() {
    var message = announced(offers(GOOD, offer(offerId(1), "other"), offer(offerId(2), "")));
    assertThat(message.offers()).hasSize(2);
    assertThat(message.offers().getFirst().description().sdp()).isEqualTo("v=0\r\n");
    assertThat(message.leftOut()).isEqualTo(new OffersLeftOut(0, 0, 0, 1, 0));
  }

  @Test
  void theFirstTwentyGoodOffersAreTaken() {
    var items =
        IntStream.range(0, 82)
            .mapToObj(i -> i == 3 ? "null" : offer(offerId(i), "x"))
            .toArray(String[]::new);
    var message = announced(offers(items));
    assertThat(message.offers()).hasSize(TrackerCodec.MAX_OFFERS);
    assertThat(message.offers().getLast().id()).isEqualTo(OfferId.ofLatin1(offerId(20)));
    assertThat(message.leftOut()).isEqualTo(new OffersLeftOut(1, 0, 0, 0, 61));
  }

  @Test
  void aDescriptionKeepsTheObjectAsItsSenderWroteIt() {
    var object =
        "{ \"x\":[1, {\"sdp\":7}],\"sdp\" :\"v=0\\u000d\\n\", \"type\":\"offer\",\"y\":1e5 }";
    var message =
        announced(offers("{\"offer\": " + object + " ,\"offer_id\":\"" + offerId(1) + "\"}"));
    var description = message.offers().getFirst().description();
    var copy = new byte[description.lengthBytes() + 2];
    assertThat(description.copyTo(copy, 1)).isEqualTo(copy.length - 1);
    assertThat(new String(copy, 1, copy.length - 2)).isEqualTo(object);
    assertThat(description.sdp()).isEqualTo("v=0\r\n");
    assertThat(description.fingerprint()).isEmpty();
  }
}
