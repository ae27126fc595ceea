package io.cordwood.webseed.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.Catalogue;
import io.cordwood.webseed.publish.PublishRequest;
import io.cordwood.webseed.publish.Publisher;
import io.cordwood.webseed.publish.SmallPackage;
import io.cordwood.webseed.publish.encode.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TitleStoreTest {
  private static final TitleId TITLE = TitleId.parse("demo/small");

  @TempDir Path folder;
  private StoreLayout layout;
  private Path title;
  private TitleStore store;

  @BeforeEach
  void publish() throws Exception {
    layout = new StoreLayout(folder.resolve("data"));
    title = layout.title(TITLE);
    var request =
        new PublishRequest(
            SmallPackage.write(folder.resolve("package")),
            TITLE,
            "Small",
            true,
            URI.create("ws://node.example"),
            URI.create("http://seed.example"));
    new Publisher(layout, new Programs("none", "none"), new Away(), (_, _) -> {}).publish(request);
    store = new TitleStore(layout);
  }

  /** A node that cannot be reached. */
  private static final class Away implements Catalogue {
    @Override
    public boolean has(TitleId title) {
      return false;
    }

    @Override
    public Answer register(TitleDocument document) {
      return new Answer.Unreachable();
    }
  }

  @Test
  void whatTheRecordsNameIsServed() {
    var served = store.find(TITLE).orElseThrow();
    var segment = served.find("low/s5.m4s").orElseThrow();
    assertThat(segment.representation().sizeBytes()).isEqualTo(300_000);
    assertThat(segment.representation().cacheControl()).isEqualTo(Resource.IMMUTABLE);
    assertThat(segment.media()).contains(new MediaKey(TITLE, new RenditionName("low")));
    assertThat(served.find("low/index.m3u8").orElseThrow().media()).isEmpty();
    var hashes = served.find(".cordwood/hashes/low").orElseThrow().representation();
    assertThat(hashes.sizeBytes()).isEqualTo((2 + 5) * 32);
    assertThat(hashes.cacheControl()).isEqualTo(Resource.IMMUTABLE);
    assertThat(served.find(".cordwood/records/low")).isPresent();
    assertThat(served.find(".cordwood/records/_")).isPresent();
    assertThat(served.find(".cordwood/title.torrent")).isPresent();
    assertThat(served.find(".cordwood/title.json")).isEmpty();
    assertThat(served.find(".pad/65535")).isPresent();
    assertThat(served.find(".pad/65536")).isEmpty();
  }

  @Test
  void aTagNamesTheBytes() {
    var served = store.find(TITLE).orElseThrow();
    assertThat(served.find("low/s5.m4s").orElseThrow().representation().tag())
        .isNotEqualTo(served.find("high/s5.m4s").orElseThrow().representation().tag());
  }

  @Test
  void aFileBesideTheTitleIsNotServed() throws IOException {
    Files.writeString(title.resolve("low/other.m4s"), "other");
    assertThat(store.find(TITLE).orElseThrow().find("low/other.m4s")).isEmpty();
  }

  @Test
  void aLinkThatLeadsOutsideIsNotFollowed() throws IOException {
    Path outside = Files.write(folder.resolve("outside"), new byte[1]);
    Files.delete(title.resolve("low/s0.m4s"));
    Files.createSymbolicLink(title.resolve("low/s0.m4s"), outside);
    assertThat(store.find(TITLE)).isEmpty();
  }

  @Test
  void aTitleWithATornFileIsNotServed() throws IOException {
    Files.write(title.resolve("low/s5.m4s"), new byte[5]);
    assertThat(store.find(TITLE)).isEmpty();
    assertThat(store.refresh()).isEmpty();
  }

  @Test
  void aTitleWithoutItsPieceHashesIsNotServed() throws IOException {
    Files.delete(title.resolve(".cordwood/hashes/low"));
    assertThat(store.find(TITLE)).isEmpty();
  }

  @Test
  void aTitleWhoseDocumentIsCutShortIsNotServed() throws IOException {
    Path document = title.resolve(TitleDocument.FILE);
    Files.writeString(
        document,
        "{\"owner\":\"demo\",\"slug\":\"small\",\"pieceLength\":65536,\"renditions\":null}");
    assertThat(store.refresh()).isEmpty();
    assertThat(store.find(TITLE)).isEmpty();
  }

  @Test
  void aTitleWithOtherRecordsThanNodesAreToldOfIsNotServed() throws IOException {
    Path records = title.resolve(".cordwood/records/low");
    Files.writeString(
        records,
        Files.readString(records, ISO_8859_1).replace("8:durationi", "8:durationi1"),
        ISO_8859_1);
    assertThat(store.find(TITLE)).isEmpty();
  }

  @Test
  void aTitleUnderAnotherNameIsNotServed() throws IOException {
    Files.move(title, title.resolveSibling("renamed"));
    assertThat(store.find(TitleId.parse("demo/renamed"))).isEmpty();
  }

  @Test
  void whatComesAndGoesIsNoticed() throws IOException {
    assertThat(store.ready(TITLE)).isEmpty();
    assertThat(store.refresh()).containsExactly(TITLE);
    assertThat(store.ready(TITLE)).isPresent();
    assertThat(store.document(TITLE).orElseThrow().name()).isEqualTo("Small");
    Files.move(title, folder.resolve("away"));
    assertThat(store.refresh()).isEmpty();
    assertThat(store.ready(TITLE)).isEmpty();
    assertThat(store.find(TITLE)).isEmpty();
  }
}
