package io.cordwood.swarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.RingSlot;
import io.cordwood.swarm.content.SlotRanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class SignalCodecProperties {
  private static final List<String> SEEDS = seeds();
  private final SignalCodec codec = new SignalCodec();

  @Property
  void whatAViewerWritesIsReadAsItWas(@ForAll("up") UpMessage message) {
    assertThat(codec.decodeUp(codec.encode(message))).isEqualTo(new Decoded.Message<>(message));
  }

  @Property
  void whatANodeWritesIsReadAsItWas(@ForAll("down") DownMessage message) {
    var utf8 = codec.encode(message).getBytes(StandardCharsets.UTF_8);
    assertThat(codec.decodeDown(utf8)).isEqualTo(new Decoded.Message<>(message));
  }

  @Property
  void arbitraryBytesAreAMessageOrARefusal(@ForAll @Size(max = 2000) byte[] bytes) {
    assertThat(codec.decodeUp(bytes)).isNotNull();
    assertThat(codec.decodeDown(bytes)).isNotNull();
    assertThat(SdpScan.scan(new String(bytes, StandardCharsets.ISO_8859_1))).isNotNull();
  }

  @Property(tries = 3000)
  void damagedMessagesAreAMessageOrARefusal(@ForAll long seed) {
    var random = new Random(seed);
    var bytes = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(1, 6); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    assertThat(codec.decodeUp(bytes)).isNotNull();
    if (codec.decodeDown(bytes) instanceof Decoded.Message<DownMessage>(DownMessage.Offer offer)) {
      assertThat(SdpScan.scan(offer.sdp())).isNotNull();
    }
  }

  @Property
  void aFingerprintIsReadInBothForms(@ForAll @Size(32) byte[] bytes) {
    var fingerprint = new Fingerprint(Hash32.of(bytes));
    assertThat(Fingerprint.parseSdp(fingerprint.sdp())).contains(fingerprint);
    assertThat(Fingerprint.parseSdp(fingerprint.sdp().toLowerCase())).contains(fingerprint);
    assertThat(Fingerprint.parseBase64Url(fingerprint.base64Url())).contains(fingerprint);
  }

  @Provide
  Arbitrary<UpMessage> up() {
    return Arbitraries.oneOf(
        text().map(UpMessage.Hello::new),
        Combinators.combine(ids(), text()).as(UpMessage.Offer::new),
        Combinators.combine(ids(), text()).as(UpMessage.Answer::new),
        Combinators.combine(ids(), candidates(), Arbitraries.of(true, false))
            .as(UpMessage.Candidates::new),
        Combinators.combine(
                counts().list().ofSize(7),
                Arbitraries.of("", "720p", "audio_en-1.x").map(RenditionName::new),
                peers().list().ofMaxSize(64),
                peers().list().ofMaxSize(64),
                Arbitraries.of(true, false),
                ring().optional())
            .as(
                (n, rendition, failed, lying, uploading, ring) ->
                    new UpMessage.State(
                        n.get(0),
                        rendition,
                        n.get(1),
                        n.get(2),
                        n.get(3),
                        n.get(4),
                        n.get(6),
                        (int) (n.get(5) % 1000),
                        failed,
                        lying,
                        uploading,
                        ring)),
        Arbitraries.integers().between(0, 1000).map(UpMessage.Want::new),
        Arbitraries.just(new UpMessage.Bye()));
  }

  @Provide
  Arbitrary<DownMessage> down() {
    var times = counts().map(Instant::ofEpochMilli);
    var durations = Arbitraries.integers().greaterOrEqual(0).map(Duration::ofMillis);
    return Arbitraries.oneOf(
        Combinators.combine(peers(), times).as(DownMessage.Welcome::new),
        Combinators.combine(ids(), peers(), durations, Arbitraries.of(true, false))
            .as(DownMessage.Introduce::new),
        Combinators.combine(ids(), peers(), text(), Arbitraries.of(true, false))
            .as(DownMessage.Offer::new),
        Combinators.combine(ids(), text()).as(DownMessage.Answer::new),
        Combinators.combine(ids(), candidates(), Arbitraries.of(true, false))
            .as(DownMessage.Candidates::new),
        Combinators.combine(ids(), Arbitraries.of(GoneReason.class)).as(DownMessage.Gone::new),
        Combinators.combine(durations, durations, Arbitraries.of(true, false))
            .as(
                (every, patience, thin) ->
                    new DownMessage.Policy(every, 12, 30, thin, patience, !thin)),
        Combinators.combine(counts(), counts(), counts(), slots(), slots(), durations)
            .as(
                (cohort, epoch, number, own, backup, after) ->
                    new DownMessage.Duty(
                        cohort, new RenditionName("720p"), epoch, number, own, backup, after)),
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMinSize(1)
            .ofMaxSize(400)
            .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
            .map(DownMessage.Segment::new),
        Combinators.combine(text(), times).as(DownMessage.Ticket::new),
        Combinators.combine(text().optional(), durations).as(DownMessage.Reconnect::new),
        Combinators.combine(Arbitraries.of(ErrorCode.class), text()).as(DownMessage.Error::new));
  }

  private static Arbitrary<UpMessage.RingReport> ring() {
    return Combinators.combine(
            counts(),
            counts(),
            Arbitraries.integers().greaterOrEqual(0).map(Duration::ofMillis),
            Arbitraries.integers().between(0, RingSlot.COUNT - 1).list().ofMaxSize(32))
        .as(UpMessage.RingReport::new);
  }

  private static Arbitrary<SlotRanges> slots() {
    return Arbitraries.integers()
        .between(0, RingSlot.COUNT - 1)
        .set()
        .ofMaxSize(60)
        .map(
            slots -> {
              var ranges = new SlotRanges.Builder();
              slots.stream().sorted().forEach(slot -> ranges.add(slot, 1));
              return ranges.build();
            });
  }

  private static Arbitrary<List<IceCandidate>> candidates() {
    return Combinators.combine(
            text(),
            Arbitraries.strings().ofMaxLength(64).optional(),
            Arbitraries.integers().between(0, 255).map(OptionalInt::of))
        .as(IceCandidate::new)
        .list()
        .ofMaxSize(16);
  }

  private static Arbitrary<IntroductionId> ids() {
    return Arbitraries.longs().map(IntroductionId::new);
  }

  private static Arbitrary<Long> counts() {
    return Arbitraries.longs().between(0, Fields.MAX_INTEGER);
  }

  private static Arbitrary<PeerId> peers() {
    return Arbitraries.bytes().array(byte[].class).ofSize(20).map(PeerId::of);
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .withChars("\r\n\t \"\\/{}é漢\u0000")
        .withCharRange('a', 'z')
        .ofMaxLength(200);
  }

  private static List<String> seeds() {
    try {
      return Vectors.cases("signal.json")
          .map((JsonNode vector) -> vector.get("json").textValue())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
