package io.cordwood.webseed.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.encode.Programs;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  private static final TitleId TITLE = TitleId.parse("demo/small");

  @TempDir Path folder;
  private StoreLayout store;
  private Path input;

  @BeforeEach
  void makePackage() throws IOException {
    store = new StoreLayout(folder.resolve("data"));
    input = SmallPackage.write(folder.resolve("package"));
  }

  /** A node's list in memory. */
  private static final class ListedTitles implements Catalogue {
    final List<TitleDocument> titles = new ArrayList<>();
    Answer answer = new Answer.Registered();

    @Override
    public boolean has(TitleId title) {
      return titles.stream().anyMatch(known -> known.id().equals(title));
    }

    @Override
    public Answer register(TitleDocument title) {
      titles.add(title);
      return answer;
    }
  }

  @Test
  void aPackageBecomesATitleAsItIs() throws Exception {
    var node = new ListedTitles();
    var published = publish(input, node);
    var document = StoredTitle.check(store, TITLE);
    assertThat(published.registered()).isTrue();
    assertThat(published.title()).isEqualTo(document);
    assertThat(node.titles).containsExactly(document);
    assertThat(document.name()).isEqualTo("Small");
    assertThat(document.open()).isTrue();
    assertThat(document.playlist()).isEqualTo("master.m3u8");
    assertThat(document.poster()).isEqualTo("poster.jpg");
    assertThat(document.durationMs()).isEqualTo(12_000);
    assertThat(document.pieceLength()).isEqualTo(65_536);
    assertThat(document.renditions()).extracting("name").containsExactly("high", "low");
    assertThat(store.title(TITLE).resolve("low/index.m3u8"))
        .hasSameBinaryContentAs(input.resolve("low/index.m3u8"));
    assertNothingElse(1);
  }

  @Test
  void theTorrentNamesTheWebseedAndTheTracker() throws Exception {
    var document = publish(input, new ListedTitles()).title();
    String torrent =
        new String(
            Files.readAllBytes(store.title(TITLE).resolve(StoreLayout.TORRENT)),
            StandardCharsets.ISO_8859_1);
    assertThat(torrent)
        .contains("https://seed.example/t/demo/")
        .contains("wss://node.example/announce/" + document.swarm());
  }

  @Test
  void theSamePackageGivesTheSameSwarm() throws Exception {
    String first = publish(input, new ListedTitles()).title().swarm();
    store = new StoreLayout(folder.resolve("other"));
    assertThat(publish(input, new ListedTitles()).title().swarm()).isEqualTo(first);
  }

  @Test
  void aTitleThatIsStoredIsNotReplaced() throws Exception {
    publish(input, new ListedTitles());
    assertThatThrownBy(() -> publish(input, new ListedTitles()))
        .isInstanceOf(PublishException.class)
        .hasMessage("There is a title demo/small already; choose another name with --slug.");
    StoredTitle.check(store, TITLE);
    assertNothingElse(1);
  }

  @Test
  void aTitleThatTheNodeKnowsIsNotPublishedAgain() throws Exception {
    var node = new ListedTitles();
    publish(input, node);
    store = new StoreLayout(folder.resolve("other"));
    assertThatThrownBy(() -> publish(input, node)).hasMessageContaining("already");
    assertNothingElse(0);
  }

  @Test
  void aTitleThatTheNodeRefusesIsTakenBack() throws Exception {
    var node = new ListedTitles();
    node.answer = new Catalogue.Answer.Refused("The node refuses: too many.");
    assertThatThrownBy(() -> publish(input, node))
        .isInstanceOf(PublishException.class)
        .hasMessage("The node refuses: too many.");
    assertNothingElse(0);
  }

  @Test
  void aNodeThatIsAwayDoesNotHinder() throws Exception {
    var node = new ListedTitles();
    node.answer = new Catalogue.Answer.Unreachable();
    assertThat(publish(input, node).registered()).isFalse();
    StoredTitle.check(store, TITLE);
  }

  @Test
  void aBrokenPackageLeavesNothing() throws Exception {
    Files.delete(input.resolve("low/s3.m4s"));
    assertThatThrownBy(() -> publish(input, new ListedTitles()))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("low/index.m3u8 names s3.m4s, which is not in");
    assertNothingElse(0);
  }

  @Test
  void whatIsNotThereIsRefused() throws Exception {
    assertThatThrownBy(() -> publish(folder.resolve("nothing.mp4"), new ListedTitles()))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("There is no file or folder");
    assertNothingElse(0);
  }

  @Test
  void withoutFfmpegAFilmIsRefusedWithTheFix() throws Exception {
    Path film = Files.writeString(folder.resolve("film.mp4"), "bytes");
    assertThatThrownBy(() -> publish(film, new ListedTitles()))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("is missing. Install ffmpeg");
    assertNothingElse(0);
  }

  @Test
  void withoutFfmpegAPackageHasNoPoster() throws Exception {
    Files.delete(input.resolve("poster.jpg"));
    assertThat(publish(input, new ListedTitles()).title().poster()).isNull();
    StoredTitle.check(store, TITLE);
  }

  @Test
  void anAbandonedPublicationLeavesNothing() throws Exception {
    var programs = new Programs("no-such-ffmpeg", "no-such-ffprobe");
    var running = new Publisher[1];
    running[0] = new Publisher(store, programs, new ListedTitles(), (_, _) -> running[0].abandon());
    assertThatThrownBy(() -> running[0].publish(request(input)))
        .isInstanceOf(PublishException.class);
    assertNothingElse(0);
  }

  @Test
  void whatAKilledPublisherLeftIsRemovedByTheNext() throws Exception {
    Path left = Files.createDirectories(store.scratch().resolve("publish-1/title"));
    Files.writeString(left.resolve("part"), "part");
    Files.createFile(left.resolveSibling("lock"));
    publish(input, new ListedTitles());
    assertNothingElse(1);
  }

  private Publisher.Published publish(Path from, Catalogue node) throws PublishException {
    var programs = new Programs("no-such-ffmpeg", "no-such-ffprobe");
    return new Publisher(store, programs, node, (_, _) -> {}).publish(request(from));
  }

  private static PublishRequest request(Path from) {
    return new PublishRequest(
        from,
        TITLE,
        "Small",
        true,
        URI.create("wss://node.example"),
        URI.create("https://seed.example"));
  }

  private void assertNothingElse(int titles) throws IOException {
    assertThat(list(store.scratch())).isEmpty();
    assertThat(list(store.titles().resolve("demo"))).hasSize(titles);
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
