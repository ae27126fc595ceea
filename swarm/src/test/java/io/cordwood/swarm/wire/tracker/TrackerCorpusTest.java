package io.cordwood.swarm.wire.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The committed messages are read as their names say. */
class TrackerCorpusTest {
  @TestFactory
  Stream<DynamicTest> whatClientsSendIsReadWhole() {
    return each(
        "good-",
        (name, decoded) -> {
          assertThat(decoded).isInstanceOf(TrackerDecoded.Message.class);
          if (message(decoded) instanceof ClientMessage.Announce announce) {
            assertThat(announce.warning()).isEmpty();
            assertThat(announce.leftOut()).isEqualTo(OffersLeftOut.NONE);
            assertThat(announce.offers())
                .allSatisfy(offer -> assertThat(offer.description().fingerprint()).isPresent());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> oddMessagesAreReadWithAWarning() {
    return each(
        "odd-",
        (name, decoded) ->
            assertThat(((ClientMessage.Announce) message(decoded)).warning()).isPresent());
  }

  @TestFactory
  Stream<DynamicTest> badMessagesAreRefused() {
    return each(
        "bad-",
        (name, decoded) -> assertThat(decoded).isNotInstanceOf(TrackerDecoded.Message.class));
  }

  @Test
  void theFiveOffersOfWebTorrentAreRead() {
    var decoded = Messages.decode(Corpus.messages().get("good-webtorrent-started.json"));
    var announce = (ClientMessage.Announce) message(decoded);
    assertThat(announce.offers()).hasSize(5);
    assertThat(announce.event()).isEqualTo(AnnounceEvent.STARTED);
    assertThat(announce.complete()).isFalse();
    assertThat(announce.numwant()).hasValue(5);
  }

  @Test
  void theCorpusHasEveryKindOfMessage() {
    List<Class<?>> kinds =
        Corpus.messages().values().stream()
            .map(Messages::decode)
            .filter(TrackerDecoded.Message.class::isInstance)
            .<Class<?>>map(decoded -> message(decoded).getClass())
            .toList();
    assertThat(kinds).contains(ClientMessage.class.getPermittedSubclasses());
  }

  private static ClientMessage message(TrackerDecoded decoded) {
    return ((TrackerDecoded.Message) decoded).message();
  }

  private static Stream<DynamicTest> each(String prefix, BiConsumer<String, TrackerDecoded> check) {
    return Corpus.messages().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(
            (Map.Entry<String, byte[]> entry) ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> check.accept(entry.getKey(), Messages.decode(entry.getValue()))));
  }
}
