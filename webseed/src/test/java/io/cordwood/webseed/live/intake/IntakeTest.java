package io.cordwood.webseed.live.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.HashedFile;
import io.cordwood.swarm.content.PieceLength;
import io.cordwood.swarm.content.SegmentHasher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final Instant START = Instant.ofEpochSecond(1_000_000);

  private final List<IntakeCounters.Kind> refused = new ArrayList<>();
  private Intake intake = new Intake(List.of(), refused::add);
  private long order;
  private long nowMs;

  @Test
  void aSegmentIsTakenWhenItAndItsInitSegmentAreWholeAndAPlaylistNamesIt() {
    long init = begin("a", "init.mp4");
    long segment = begin("a", "s0.m4s");
    playlist("a", 0, "s0.m4s");
    assertThat(advance()).isEmpty();
    intake.stored("a", "s0.m4s", segment, blob("picture"));
    assertThat(advance()).isEmpty();
    intake.stored("a", "init.mp4", init, blob("init"));
    assertThat(advance())
        .singleElement()
        .satisfies(
            taken -> {
              assertThat(taken.number()).isEqualTo(1);
              assertThat(taken.epoch()).isZero();
              assertThat(taken.discontinuities()).isZero();
              assertThat(taken.init()).isInstanceOf(Taken.Init.Another.class);
            });
    assertThat(advance()).isEmpty();
  }

  @Test
  void renditionsHaveOneNumberForOneTime() {
    send("a", 7, "x7");
    send("b", 7, "y7");
    send("b", 8, "y8");
    send("a", 8, "x8");
    assertThat(all).extracting(Taken::number).containsExactly(1, 1, 2, 2);
    assertThat(all.get(2).atUs()).isEqualTo(2_000_000).isEqualTo(all.get(3).atUs());
  }

  @Test
  void aPublisherThatStartsAnewBeginsAnEpochInAllRenditions() {
    send("a", 0, "x0");
    send("b", 0, "y0");
    send("a", 1, "x1");
    send("b", 1, "y1");
    nowMs += 30_000;
    send("a", 0, "again x0");
    send("b", 0, "again y0");
    send("a", 1, "again x1");
    assertThat(all).extracting(Taken::epoch).containsExactly(0, 0, 0, 0, 1, 1, 1);
    assertThat(all).extracting(Taken::number).containsExactly(1, 1, 2, 2, 3, 3, 4);
    assertThat(all).extracting(Taken::discontinuities).containsExactly(0, 0, 0, 0, 1, 1, 1);
    assertThat(all.get(4).atUs()).isEqualTo(all.get(5).atUs()).isGreaterThan(4_000_000);
  }

  @Test
  void aRenditionThatComesLateHasNoNumberOfAnEpochBefore() {
    send("a", 0, "x0");
    send("a", 1, "x1");
    send("a", 2, "x2");
    send("a", 1, "another x1");
    assertThat(all).extracting(Taken::number).containsExactly(1, 2, 3, 4);
    send("b", 0, "y0");
    assertThat(refused).containsExactly(IntakeCounters.Kind.LATE);
    send("b", 1, "y1");
    assertThat(all.getLast().epoch()).isEqualTo(1);
    assertThat(all.getLast().number()).isEqualTo(4);
    assertThat(all.getLast().discontinuities()).isEqualTo(1);
  }

  @Test
  void thatHoldsForAPublisherThatSendsTheSameBytesAgain() {
    send("a", 0, "x0");
    send("a", 1, "x1");
    send("a", 2, "x2");
    send("a", 0, "x0");
    send("a", 1, "x1");
    assertThat(all).extracting(Taken::epoch).containsExactly(0, 0, 0, 1, 1);
    assertThat(all).extracting(Taken::number).containsExactly(1, 2, 3, 4, 5);
    assertThat(refused).isEmpty();
  }

  @Test
  void aSegmentThatIsSentTwiceIsTakenOnce() {
    send("a", 0, "x0");
    send("a", 1, "x1");
    long again = begin("a", "s1.m4s");
    intake.stored("a", "s1.m4s", again, blob("x1"));
    assertThat(advance()).isEmpty();
    playlist("a", 0, "s0.m4s", "s1.m4s");
    assertThat(advance()).isEmpty();
    assertThat(refused).containsExactly(IntakeCounters.Kind.DUPLICATE);
    send("a", 2, "x2");
    assertThat(all).extracting(Taken::number).containsExactly(1, 2, 3);
  }

  @Test
  void aSegmentThatDoesNotComeIsPassedAfterATargetDurationAndKeepsItsNumber() {
    send("a", 0, "x0");
    intake.gone("a", begin("a", "s1.m4s"));
    long third = begin("a", "s2.m4s");
    intake.stored("a", "s2.m4s", third, blob("x2"));
    playlist("a", 0, "s0.m4s", "s1.m4s", "s2.m4s");
    assertThat(advance()).isEmpty();
    nowMs += 1_999;
    assertThat(advance()).isEmpty();
    nowMs += 1;
    assertThat(advance()).extracting(Taken::number).containsExactly(3);
    long late = begin("a", "s1.m4s");
    intake.stored("a", "s1.m4s", late, blob("x1"));
    playlist("a", 0, "s0.m4s", "s1.m4s", "s2.m4s");
    assertThat(advance()).isEmpty();
    assertThat(refused).containsExactly(IntakeCounters.Kind.LATE);
  }

  @Test
  void afterARestartOfTheWebseedThePublisherGoesOnInItsEpoch() {
    send("a", 5, "x5");
    send("a", 6, "x6");
    intake = new Intake(all.stream().map(IntakeTest::past).toList(), refused::add);
    send("a", 7, "x7");
    assertThat(all.getLast().number()).isEqualTo(3);
    assertThat(all.getLast().epoch()).isZero();
    assertThat(all.getLast().atUs()).isEqualTo(4_000_000);
    assertThat(all.getLast().discontinuities()).isZero();
  }

  @Test
  void numbersGoOnWhereIndicesOnTheWireBeginAnew() {
    int anew = 1 << 20;
    goOnBehind(anew - 4);
    for (int i = 0; i < 7; i++) {
      send("a", i, "x" + i);
      send("b", i, "y" + i);
    }
    assertThat(numbersOf("a"))
        .containsExactly(anew - 3, anew - 2, anew - 1, anew, anew + 1, anew + 2, anew + 3)
        .isEqualTo(numbersOf("b"));
    intake = new Intake(all.stream().map(IntakeTest::past).toList(), refused::add);
    send("a", 7, "x7");
    send("a", 0, "a publisher that starts anew");
    assertThat(all.getLast().number()).isEqualTo(anew + 5);
    assertThat(all.getLast().epoch()).isEqualTo(all.getFirst().epoch() + 1);
    assertThat(refused).isEmpty();
  }

  @Test
  void whatHasNoNumberAnyMoreIsNotTakenAndIsCounted() {
    goOnBehind(Integer.MAX_VALUE - 2);
    for (int i = 0; i < 4; i++) {
      send("a", i, "x" + i);
    }
    assertThat(numbersOf("a")).containsExactly(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
    send("a", 0, "a publisher that starts anew");
    assertThat(numbersOf("a")).hasSize(2);
    assertThat(refused).hasSize(3).containsOnly(IntakeCounters.Kind.OUT_OF_NUMBERS);
  }

  private void goOnBehind(int number) {
    intake = Intake.following(0, number, 9_000_000, 0, refused::add);
  }

  private List<Integer> numbersOf(String rendition) {
    return all.stream()
        .filter(one -> one.rendition().equals(rendition))
        .map(Taken::number)
        .toList();
  }

  private final List<Taken> all = new ArrayList<>();

  /** A segment and the playlist that names it and the one before, where that was sent. */
  private void send(String rendition, long sequence, String bytes) {
    String file = "s" + sequence + ".m4s";
    intake.stored(rendition, file, begin(rendition, file), blob(bytes));
    all.addAll(advance());
    boolean first =
        all.stream().noneMatch(one -> one.rendition().equals(rendition)) || sequence == 0;
    if (first) {
      playlistOfMain(rendition, sequence, file);
    } else {
      playlistOfMain(rendition, sequence - 1, "s" + (sequence - 1) + ".m4s", file);
    }
    all.addAll(advance());
  }

  private long begin(String rendition, String file) {
    intake.begun(rendition, file, ++order);
    return order;
  }

  private void playlistOfMain(String rendition, long first, String... files) {
    put(rendition, "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:" + first, files);
  }

  private void playlist(String rendition, long first, String... files) {
    String map = all.isEmpty() ? "\n#EXT-X-MAP:URI=\"init.mp4\"" : "";
    put(rendition, "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:" + first + map, files);
  }

  private void put(String rendition, String head, String... files) {
    var text = new StringBuilder(head);
    for (String file : files) {
      text.append("\n#EXTINF:2.000000,\n").append(file);
    }
    var reading = PublisherPlaylist.read(text + "\n");
    assertThat(reading).isInstanceOf(PublisherPlaylist.Reading.Readable.class);
    intake.playlist(rendition, ++order, ((PublisherPlaylist.Reading.Readable) reading).playlist());
  }

  private List<Taken> advance() {
    return intake.advance(START.plusMillis(nowMs), nowMs * 1000);
  }

  private static Past past(Taken taken) {
    return new Past(
        taken.rendition(),
        taken.epoch(),
        taken.number(),
        taken.sequence(),
        taken.atUs(),
        taken.durationUs(),
        taken.discontinuities(),
        taken.media().hashed().hashes().root(),
        Optional.empty());
  }

  private static Blob blob(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var hasher = new SegmentHasher(PieceLength.USUAL);
    hasher.update(bytes, 0, bytes.length);
    var hashed = new HashedFile(hasher.finish(), new byte[20]);
    return new Blob(Path.of(text), bytes.length, hashed, OptionalLong.empty());
  }
}
