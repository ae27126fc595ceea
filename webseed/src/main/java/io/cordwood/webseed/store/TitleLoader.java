package io.cordwood.webseed.store;

import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.PieceLength;
import io.cordwood.swarm.content.RecordsFile;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.range.EntityTag;
import io.cordwood.webseed.range.Representation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a title's records and finds the files that they name. A file that is not there, has another
 * size, or lies outside the title's folder by a link is an error: a title is served whole or not at
 * all.
 */
final class TitleLoader {
  private static final int TAG_DIGITS = 32;
  private static final String OCTETS = "application/octet-stream";

  private final Path folder;
  private final Path realFolder;
  private final TitleDocument document;
  private final Map<String, Resource> files = new HashMap<>();

  private TitleLoader(Path folder, TitleDocument document) throws IOException {
    this.folder = folder;
    this.realFolder = folder.toRealPath();
    this.document = document;
  }

  /** A title with what nodes are told of it. */
  record Loaded(TitleDocument document, ServedTitle served) {}

  static Loaded load(TitleId title, Path folder) throws IOException {
    try {
      var document = TitleDocument.parse(Files.readAllBytes(folder.resolve(TitleDocument.FILE)));
      if (!document.id().equals(title)) {
        throw new IOException(folder + " holds the title " + document.id());
      }
      var loader = new TitleLoader(folder, document);
      return new Loaded(document, loader.served(title));
    } catch (InvalidContentException e) {
      throw new IOException(folder + " holds what is not a title: " + e.getMessage(), e);
    }
  }

  private ServedTitle served(TitleId title) throws IOException {
    addRecords(RenditionName.SHARED, document.shared().recordsSha256(), title);
    for (var rendition : document.renditions()) {
      addRecords(new RenditionName(rendition.name()), rendition.recordsSha256(), title);
    }
    byte[] torrent = Files.readAllBytes(file(StoreLayout.TORRENT));
    add(StoreLayout.TORRENT, torrent.length, tag(torrent), ContentTypes.of(StoreLayout.TORRENT));
    return new ServedTitle(title, document.pieceLength(), files);
  }

  private void addRecords(RenditionName rendition, String sha256, TitleId title)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file(rendition.recordsFile()));
    if (!Hash32.sha256(bytes).hex().equals(sha256)) {
      throw new IOException(
          folder.resolve(rendition.recordsFile()) + " is not the one that nodes are told of");
    }
    add(rendition.recordsFile(), bytes.length, tag(bytes), OCTETS);
    var pieceLength = new PieceLength(document.pieceLength());
    long hashes = 0;
    for (var placed : RecordsFile.decode(bytes).records()) {
      addFile(placed.record(), title);
      int pieces = pieceLength.pieces(placed.record().sizeBytes());
      hashes += pieces > 1 ? pieces : 0;
    }
    if (hashes > 0) {
      addHashes(rendition, hashes, new EntityTag(sha256.substring(0, TAG_DIGITS) + "-hashes"));
    }
  }

  private void addHashes(RenditionName rendition, long count, EntityTag tag) throws IOException {
    try {
      add(rendition.hashesFile(), count * Hash32.LENGTH, tag, OCTETS);
    } catch (NoSuchFileException e) {
      throw new IOException(folder + " has no " + rendition.hashesFile(), e);
    }
  }

  private void addFile(SegmentRecord record, TitleId title) throws IOException {
    String root = record.root().hex().substring(0, TAG_DIGITS);
    String uri = record.uri().value();
    Optional<MediaKey> media =
        record.isMedia() ? Optional.of(new MediaKey(title, record.rendition())) : Optional.empty();
    add(uri, record.sizeBytes(), new EntityTag(root), ContentTypes.of(uri), media);
  }

  private void add(String path, long sizeBytes, EntityTag tag, String contentType)
      throws IOException {
    add(path, sizeBytes, tag, contentType, Optional.empty());
  }

  private void add(
      String path, long sizeBytes, EntityTag tag, String contentType, Optional<MediaKey> media)
      throws IOException {
    Path file = file(path);
    if (Files.size(file) != sizeBytes) {
      throw new IOException(file + " has not the " + sizeBytes + " bytes that its record says");
    }
    var representation = new Representation(sizeBytes, tag, contentType, Resource.IMMUTABLE);
    if (files.put(path, new Resource(representation, new Body.OnDisk(file), media)) != null) {
      throw new IOException(path + " is named twice in " + folder);
    }
  }

  private Path file(String path) throws IOException {
    Path file = folder.resolve(path).toRealPath();
    if (!file.startsWith(realFolder) || !Files.isRegularFile(file)) {
      throw new IOException(folder.resolve(path) + " is not a file inside its title's folder");
    }
    return file;
  }

  private static EntityTag tag(byte[] bytes) {
    return new EntityTag(Hash32.sha256(bytes).hex().substring(0, TAG_DIGITS));
  }
}
