package io.cordwood.webseed.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SegmentHasher;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.webseed.store.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a channel keeps however long it is on the air. */
class RetentionTest {
  private static final int WINDOW = 5;
  private static final int BYTES = 1000;
  private static final int KEPT = 40;

  @TempDir Path folder;

  @Test
  void aRecordedChannelHasNoMoreFilesThanThereIsRoomForAndNoLogOfWhatIsGone() throws IOException {
    var config = Studio.config(WINDOW, 20_000, true, KEPT * BYTES);
    try (var studio = new Studio(folder, config, new Random(3))) {
      send(studio, 1500);
      long early = Files.size(log());
      send(studio, 1500);
      assertThat(segments()).isEqualTo(KEPT);
      assertThat(Files.size(log())).isLessThan(early);
      var before = Listing.read(studio.playlist("240p").orElseThrow());
      studio.restartWebseedIfItsInitsAreTaken();
      assertThat(Listing.read(studio.playlist("240p").orElseThrow())).isEqualTo(before);
      assertThat(segments()).isEqualTo(KEPT);
      send(studio, 1);
      assertThat(studio.playlist("240p").orElseThrow()).endsWith("\n0-3001.m4s\n");
    }
  }

  private static void send(Studio studio, int segments) {
    for (int i = 0; i < segments; i++) {
      studio.send("240p", BYTES);
      studio.pass(Studio.TARGET_MS);
    }
  }

  private Path log() {
    return folder.resolve("live/demo/news/records.log");
  }

  private long segments() throws IOException {
    try (var files = Files.list(folder.resolve("live/demo/news/files/240p"))) {
      return files.filter(file -> file.toString().endsWith(".m4s")).count();
    }
  }

  @Test
  void aFirstSegmentThatTheDiskDoesNotTakeTakesNoInitSegmentFromTheNext() throws IOException {
    var config = Studio.config(WINDOW, 0, true, KEPT * BYTES);
    try (var studio = new Studio(folder, config, new Random(4))) {
      Files.createDirectories(folder.resolve("live/demo/news/files/240p/0-1.m4s/in the way"));
      send(studio, 3);
      assertThat(studio.playlist("240p").orElseThrow())
          .contains("#EXT-X-MEDIA-SEQUENCE:2\n")
          .containsOnlyOnce("#EXT-X-MAP:URI=\"0-init.mp4\"\n");
    }
  }

  @Test
  void aPlaylistHasABoundHoweverFarViewersMayGoBack() {
    var rendition = new LiveRendition(new RenditionName("240p"), -1);
    var signed = signed();
    int all = ChannelConfig.MAX_WINDOW_SEGMENTS + 7;
    for (int i = 0; i < all; i++) {
      rendition.add(new LogEntry(signed, i, "", "", new byte[0], 0, i * 2_000_000L, 2_000_000));
    }
    rendition.publish(WINDOW, Long.MAX_VALUE / 1_000_000, Studio.TARGET_MS, false);
    var body = (Body.InMemory) rendition.playlist().orElseThrow().body();
    assertThat(new String(body.bytes(), StandardCharsets.UTF_8).split("#EXTINF").length - 1)
        .isEqualTo(ChannelConfig.MAX_WINDOW_SEGMENTS);
  }

  private static KeptRecord signed() {
    var hasher = new SegmentHasher(LiveChannel.PIECE_LENGTH);
    hasher.update(new byte[BYTES], 0, BYTES);
    var hashes = hasher.finish();
    var record =
        new SegmentRecord(
            new RenditionName("240p"),
            0,
            1,
            0,
            ContentPath.parse("240p/0-1.m4s"),
            BYTES,
            Studio.TARGET_MS,
            hashes.root(),
            "#EXTINF:2.000,\n0-1.m4s");
    return KeptRecord.of(
        SignedRecord.sign(ChannelKeyPair.generate(), Studio.CHANNEL, 0, record, hashes));
  }
}
