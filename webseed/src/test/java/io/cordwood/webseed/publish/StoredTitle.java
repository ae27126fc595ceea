package io.cordwood.webseed.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.PieceHashes;
import io.cordwood.swarm.content.PieceLength;
import io.cordwood.swarm.content.RecordsFile;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.swarm.content.TorrentReader;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import io.cordwood.webseed.store.TitleStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks a published title from the disk, from the bytes up. */
public final class StoredTitle {
  private StoredTitle() {}

  /** Everything that PROTOCOL §2 and §4.2 promise of a title's folder; the title's document. */
  public static TitleDocument check(StoreLayout store, TitleId title) throws IOException {
    Path folder = store.title(title);
    var document = TitleDocument.parse(Files.readAllBytes(folder.resolve(TitleDocument.FILE)));
    var torrent = TorrentReader.read(Files.readAllBytes(folder.resolve(StoreLayout.TORRENT)));
    assertThat(document.id()).isEqualTo(title);
    assertThat(document.swarm()).isEqualTo(torrent.swarm().hex());
    assertThat(document.pieces()).isEqualTo(torrent.layout().pieces());
    assertThat(document.pieceLength()).isEqualTo(torrent.layout().pieceLength().bytes());
    var files = new ArrayList<String>();
    long bytes = 0;
    for (var record : records(folder, document)) {
      bytes += record.sizeBytes();
      files.add(record.uri().value());
      checkFile(folder, record);
    }
    assertThat(document.bytes()).isEqualTo(bytes);
    assertThat(torrent.layout().files())
        .extracting(file -> file.path().value())
        .containsExactlyInAnyOrderElementsOf(files);
    assertThat(new TitleStore(store).find(title)).isPresent();
    return document;
  }

  private static List<SegmentRecord> records(Path folder, TitleDocument document)
      throws IOException {
    var all = new ArrayList<SegmentRecord>();
    var shared = document.shared();
    var pieceLength = new PieceLength(document.pieceLength());
    all.addAll(records(folder, RenditionName.SHARED, shared.recordsSha256(), shared.recordsSize()));
    checkHashes(folder, RenditionName.SHARED, all, pieceLength);
    for (var rendition : document.renditions()) {
      var records =
          records(
              folder,
              new RenditionName(rendition.name()),
              rendition.recordsSha256(),
              rendition.recordsSize());
      checkHashes(folder, new RenditionName(rendition.name()), records, pieceLength);
      var media = records.stream().filter(SegmentRecord::isMedia).toList();
      assertThat(media).hasSize(rendition.segments());
      assertThat(media.stream().mapToLong(SegmentRecord::durationMs).sum())
          .isBetween(document.durationMs() - 50, document.durationMs());
      all.addAll(records);
    }
    return all;
  }

  private static List<SegmentRecord> records(
      Path folder, RenditionName name, String sha256, long size) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name.recordsFile()));
    assertThat(bytes).hasSize((int) size);
    assertThat(Hash32.sha256(bytes).hex()).isEqualTo(sha256);
    return RecordsFile.decode(bytes).records().stream()
        .map(RecordsFile.PlacedRecord::record)
        .toList();
  }

  /** The piece hashes of all records of more than one piece, in their order, and nothing else. */
  private static void checkHashes(
      Path folder, RenditionName name, List<SegmentRecord> records, PieceLength pieceLength)
      throws IOException {
    var several =
        records.stream().filter(record -> pieceLength.pieces(record.sizeBytes()) > 1).toList();
    Path file = folder.resolve(name.hashesFile());
    assertThat(Files.exists(file)).isEqualTo(!several.isEmpty());
    var hashes = ByteBuffer.wrap(several.isEmpty() ? new byte[0] : Files.readAllBytes(file));
    for (var record : several) {
      byte[] list = new byte[32 * pieceLength.pieces(record.sizeBytes())];
      hashes.get(list);
      PieceHashes.verify(pieceLength, record.sizeBytes(), record.root(), list);
    }
    assertThat(hashes.remaining()).isZero();
  }

  private static void checkFile(Path folder, SegmentRecord record) throws IOException {
    byte[] bytes = Files.readAllBytes(record.uri().below(folder));
    assertThat(bytes).hasSize((int) record.sizeBytes());
    assertThat(record.root().bytes()).isEqualTo(Bep52.root(bytes));
  }
}
