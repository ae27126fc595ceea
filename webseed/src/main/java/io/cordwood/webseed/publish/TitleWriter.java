package io.cordwood.webseed.publish;

import io.cordwood.swarm.content.ByteSource;
import io.cordwood.swarm.content.ContentFile;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.HashedFile;
import io.cordwood.swarm.content.HybridTorrent;
import io.cordwood.swarm.content.PieceLength;
import io.cordwood.swarm.content.RecordsFile;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.swarm.content.TorrentBuilder;
import io.cordwood.swarm.content.TorrentDraft;
import io.cordwood.webseed.publish.hls.HlsPackage;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Makes a folder with the files of a package a title: torrent, records files, piece hashes and the
 * title's document (PROTOCOL §2, §4.2).
 */
final class TitleWriter {
  private final HlsPackage content;
  private final Path folder;
  private final PieceLength pieceLength;
  private final Map<ContentPath, HashedFile> known;

  TitleWriter(HlsPackage content, Path folder) throws IOException {
    this(content, folder, PieceLength.forFilm(bytes(content, folder)), Map.of());
  }

  /** The files whose hashes are {@code known}, by pieces of this length, are not read. */
  TitleWriter(
      HlsPackage content,
      Path folder,
      PieceLength pieceLength,
      Map<ContentPath, HashedFile> known) {
    this.content = content;
    this.folder = folder;
    this.pieceLength = pieceLength;
    this.known = known;
  }

  private static long bytes(HlsPackage content, Path folder) throws IOException {
    long bytes = 0;
    for (ContentPath file : files(content)) {
      bytes += Files.size(file.below(folder));
    }
    return bytes;
  }

  /** All files of a package, each once. */
  static List<ContentPath> files(HlsPackage content) {
    var files = new ArrayList<>(content.shared());
    for (var rendition : content.renditions()) {
      files.addAll(rendition.others());
      rendition.segments().forEach(segment -> files.add(segment.uri()));
    }
    return files;
  }

  /** Writes all that belongs to the title beside its files; reads each file once. */
  TitleDocument write(PublishRequest request, ByteSource source) throws IOException {
    var torrent = torrent(request, source);
    Files.createDirectories(folder.resolve(".cordwood/records"));
    Files.createDirectories(folder.resolve(".cordwood/hashes"));
    Files.write(folder.resolve(StoreLayout.TORRENT), torrent.bytes());
    var renditions = new ArrayList<TitleDocument.Rendition>();
    for (var rendition : content.renditions()) {
      renditions.add(write(torrent, rendition));
    }
    var sharedRecords = files(torrent, RenditionName.SHARED, content.shared());
    byte[] shared = writeRecords(torrent, RenditionName.SHARED, sharedRecords);
    var sharedOfTitle = new TitleDocument.Shared(sha256(shared), shared.length);
    var document = document(request, torrent, renditions, sharedOfTitle);
    Files.write(folder.resolve(TitleDocument.FILE), document.json());
    return document;
  }

  private HybridTorrent torrent(PublishRequest request, ByteSource source) throws IOException {
    var files = new ArrayList<ContentFile>();
    for (ContentPath file : files(content)) {
      files.add(new ContentFile(file, size(file)));
    }
    var draft =
        new TorrentDraft(
            request.title(),
            pieceLength,
            files,
            List.of(request.tracker()),
            List.of(request.webseed()));
    return TorrentBuilder.build(draft, source, known);
  }

  private TitleDocument.Rendition write(HybridTorrent torrent, HlsPackage.Rendition rendition)
      throws IOException {
    var records = files(torrent, rendition.name(), rendition.others());
    int number = 1;
    for (var segment : rendition.segments()) {
      records.add(
          new SegmentRecord(
              rendition.name(),
              0,
              number++,
              0,
              segment.uri(),
              size(segment.uri()),
              segment.durationMs(),
              torrent.hashes(segment.uri()).root(),
              segment.lines()));
    }
    byte[] file = writeRecords(torrent, rendition.name(), records);
    return new TitleDocument.Rendition(
        rendition.name().value(),
        bandwidth(rendition),
        rendition.width(),
        rendition.height(),
        rendition.codecs(),
        rendition.segments().size(),
        records.stream().mapToLong(SegmentRecord::sizeBytes).sum(),
        sha256(file),
        file.length);
  }

  /** As the master playlist says; where it does not, the highest rate of a segment. */
  private long bandwidth(HlsPackage.Rendition rendition) throws IOException {
    long peak = 0;
    for (var segment : rendition.segments()) {
      peak = Math.max(peak, size(segment.uri()) * 8000 / Math.max(1, segment.durationMs()));
    }
    return rendition.bandwidth() > 0 ? rendition.bandwidth() : Math.max(1, peak);
  }

  private List<SegmentRecord> files(
      HybridTorrent torrent, RenditionName rendition, Collection<ContentPath> files)
      throws IOException {
    var records = new ArrayList<SegmentRecord>();
    for (ContentPath file : files) {
      var root = torrent.hashes(file).root();
      records.add(SegmentRecord.ofFile(rendition, file, size(file), root));
    }
    return records;
  }

  private byte[] writeRecords(
      HybridTorrent torrent, RenditionName rendition, List<SegmentRecord> records)
      throws IOException {
    var file = RecordsFile.of(torrent, rendition, records);
    byte[] bytes = file.encode();
    Files.write(folder.resolve(rendition.recordsFile()), bytes);
    writeHashes(torrent, file);
    return bytes;
  }

  private void writeHashes(HybridTorrent torrent, RecordsFile file) throws IOException {
    var packed = new ByteArrayOutputStream();
    for (var placed : file.records()) {
      var hashes = torrent.hashes(placed.record().uri());
      packed.writeBytes(hashes.hasLayer() ? hashes.bytes() : new byte[0]);
    }
    if (packed.size() > 0) {
      Files.write(folder.resolve(file.rendition().hashesFile()), packed.toByteArray());
    }
  }

  private TitleDocument document(
      PublishRequest request,
      HybridTorrent torrent,
      List<TitleDocument.Rendition> renditions,
      TitleDocument.Shared shared) {
    TitleId title = request.title();
    return new TitleDocument(
        title.owner().value(),
        title.slug().value(),
        request.name(),
        request.open(),
        content.master().value(),
        content.poster().map(ContentPath::value).orElse(null),
        content.durationMs(),
        torrent.swarm().hex(),
        pieceLength.bytes(),
        torrent.layout().pieces(),
        torrent.layout().files().stream().mapToLong(file -> file.sizeBytes()).sum(),
        renditions,
        shared,
        null);
  }

  private long size(ContentPath file) throws IOException {
    return Files.size(file.below(folder));
  }

  private static String sha256(byte[] bytes) {
    return Hash32.sha256(bytes).hex();
  }
}
