package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.swarm.content.InvalidContentException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorrentBuilderTest {
  private static final List<ContentFile> FILES =
      List.of(file("master.m3u8", 300), file("720p/0001.m4s", 131_073), file("poster.jpg", 9_000));

  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("torrent.json");
  }

  static TorrentDraft draft(JsonNode input) {
    return new TorrentDraft(
        TitleId.parse(input.get("title").textValue()),
        PieceLength.of(input.get("pieceLength").longValue()),
        TorrentLayoutTest.files(input.get("files")),
        uris(input.get("trackers")),
        uris(input.get("webseeds")));
  }

  static ByteSource source(List<ContentFile> files) {
    return path -> {
      var file = files.stream().filter(f -> f.path().equals(path)).findFirst().orElseThrow();
      return new ByteArrayInputStream(Vectors.data((int) file.sizeBytes()));
    };
  }

  static HybridTorrent build(String title, List<ContentFile> files) throws IOException {
    var draft =
        new TorrentDraft(TitleId.parse(title), PieceLength.USUAL, files, List.of(), List.of());
    return TorrentBuilder.build(draft, source(files));
  }

  private static List<URI> uris(JsonNode json) {
    var uris = new ArrayList<URI>();
    json.forEach(uri -> uris.add(URI.create(uri.textValue())));
    return uris;
  }

  private static ContentFile file(String path, long size) {
    return new ContentFile(ContentPath.parse(path), size);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theVectorsHold(Vectors.Case vector) throws IOException {
    var draft = draft(vector.input());
    var torrent = TorrentBuilder.build(draft, source(draft.files()));
    assertThat(torrent.swarm()).hasToString(vector.expect().get("swarm").textValue());
    assertThat(torrent.v2Hash()).hasToString(vector.expect().get("v2").textValue());
    TorrentLayoutTest.assertLayout(torrent.layout(), vector.expect().get("layout"));
    assertThat(torrent.bytes())
        .asHexString()
        .isEqualToIgnoringCase(vector.expect().get("torrent").textValue());
  }

  @Test
  void theOrderOfTheFilesDoesNotMatter() throws IOException {
    var reversed = new ArrayList<>(FILES);
    Collections.reverse(reversed);
    assertThat(build("demo/logs", reversed).bytes()).isEqualTo(build("demo/logs", FILES).bytes());
  }

  @Test
  void everyFileIsReadOnce() throws IOException {
    var opened = new AtomicInteger();
    var draft =
        new TorrentDraft(
            TitleId.parse("demo/logs"), PieceLength.USUAL, FILES, List.of(), List.of());
    TorrentBuilder.build(
        draft,
        path -> {
          opened.incrementAndGet();
          return source(FILES).open(path);
        });
    assertThat(opened).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 299, 301, 300_000})
  void aFileThatChangedIsRefused(int size) {
    var draft =
        new TorrentDraft(
            TitleId.parse("demo/logs"), PieceLength.USUAL, FILES, List.of(), List.of());
    ByteSource changed =
        path ->
            path.value().equals("master.m3u8")
                ? new ByteArrayInputStream(new byte[size])
                : source(FILES).open(path);
    Vectors.assertRefused(Code.TORRENT, () -> TorrentBuilder.build(draft, changed));
  }

  @Test
  void aSourceThatGivesOneByteAtATimeMakesTheSameTorrent() throws IOException {
    var draft =
        new TorrentDraft(
            TitleId.parse("demo/logs"), PieceLength.USUAL, FILES, List.of(), List.of());
    ByteSource slow = path -> new OneByteAtATime(source(FILES).open(path));
    assertThat(TorrentBuilder.build(draft, slow).bytes())
        .isEqualTo(build("demo/logs", FILES).bytes());
  }

  @Test
  void aFileNamedAsTheTorrentAndAloneIsRefused() {
    Vectors.assertRefused(Code.TORRENT, () -> build("demo/logs", List.of(file("logs", 5))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://node",
        "wss://node/",
        "wss://node?x",
        "wss://node#x",
        "node",
        "wss:node",
        "wss:///x"
      })
  void otherTrackerAddressesAreRefused(String base) {
    var trackers = List.of(URI.create(base));
    Vectors.assertRefused(
        Code.TORRENT,
        () ->
            new TorrentDraft(
                TitleId.parse("demo/logs"), PieceLength.USUAL, FILES, trackers, List.of()));
  }

  @Test
  void theTorrentFollowsFromTheRecords() throws IOException {
    var torrent = build("demo/logs", FILES);
    var records = new ArrayList<SegmentRecord>();
    for (var file : FILES) {
      var root = torrent.hashes(file.path()).root();
      records.add(SegmentRecord.ofFile(RenditionName.SHARED, file.path(), file.sizeBytes(), root));
    }
    var title = TitleId.parse("demo/logs");
    var draft = TorrentDraft.ofRecords(title, PieceLength.USUAL, records, List.of(), List.of());
    assertThat(TorrentBuilder.build(draft, source(FILES)).bytes()).isEqualTo(torrent.bytes());
  }

  @Test
  void recordsAreBoundToTheirPlaces() throws IOException {
    var torrent = build("demo/logs", FILES);
    var uri = ContentPath.parse("720p/0001.m4s");
    var rendition = new RenditionName("720p");
    var record =
        new SegmentRecord(
            rendition,
            0,
            1,
            0,
            uri,
            131_073,
            1000,
            torrent.hashes(uri).root(),
            "#EXTINF:1.000,\n0001.m4s");
    var file = RecordsFile.of(torrent, rendition, List.of(record));
    assertThat(file.records().getFirst().firstPiece().value()).isZero();
    assertThat(file.pieces()).isEqualTo(5);
    assertThat(RecordsFile.decode(file.encode())).isEqualTo(file);
    var other = SegmentRecord.ofFile(rendition, uri, 131_073, Root.of(Hash32.sha256(new byte[0])));
    Vectors.assertRefused(Code.TORRENT, () -> torrent.place(other));
    var absent = SegmentRecord.ofFile(rendition, ContentPath.parse("no"), 1, record.root());
    Vectors.assertRefused(Code.TORRENT, () -> torrent.place(absent));
    Vectors.assertRefused(Code.TORRENT, () -> torrent.hashes(ContentPath.parse("no")));
  }
}
