package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import io.cordwood.swarm.content.TorrentLayout.Placement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the hybrid torrent of a title (PROTOCOL §2.4), reading every file once. A pure function of
 * the draft and the bytes. For one thread; used once.
 */
public final class TorrentBuilder {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final TorrentDraft draft;
  private final ByteSource source;
  private final Map<ContentPath, HashedFile> known;
  private final TorrentLayout layout;
  private final Map<ContentPath, PieceHashes> hashes = new HashMap<>();
  private final ByteArrayOutputStream v1Pieces = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private TorrentBuilder(
      TorrentDraft draft, ByteSource source, Map<ContentPath, HashedFile> known) {
    this.draft = draft;
    this.source = source;
    this.known = known;
    this.layout = TorrentLayout.of(draft.pieceLength(), draft.files());
  }

  /** Reads the files and builds; refuses a file that has another size than the draft says. */
  public static HybridTorrent build(TorrentDraft draft, ByteSource source) throws IOException {
    return build(draft, source, Map.of());
  }

  /**
   * The same without reading the files whose hashes are {@code known}, but for the torrent's last
   * one, whose last piece has no zeros behind it.
   */
  public static HybridTorrent build(
      TorrentDraft draft, ByteSource source, Map<ContentPath, HashedFile> known)
      throws IOException {
    var builder = new TorrentBuilder(draft, source, known);
    var files = builder.layout.files();
    for (var file : files) {
      if (known.containsKey(file.path()) && file != files.getLast()) {
        builder.take(file);
      } else {
        builder.read(file);
      }
    }
    return builder.assemble();
  }

  private void take(Placement file) {
    var hashed = known.get(file.path());
    if (hashed.hashes().count() != file.pieces()
        || hashed.v1Pieces().length != file.pieces() * Sha1.LENGTH) {
      throw new InvalidContentException(
          Code.TORRENT, file.path() + " has other hashes than pieces; have it read instead.");
    }
    hashes.put(file.path(), hashed.hashes());
    v1Pieces.writeBytes(hashed.v1Pieces());
  }

  private void read(Placement file) throws IOException {
    var v2 = new SegmentHasher(draft.pieceLength());
    var v1 = new V1PieceHasher(draft.pieceLength());
    long total = 0;
    try (InputStream in = source.open(file.path())) {
      for (int read = in.read(buffer);
          read > 0 && total <= file.sizeBytes();
          read = in.read(buffer)) {
        v2.update(buffer, 0, read);
        v1.update(buffer, 0, read);
        total += read;
      }
    }
    if (total != file.sizeBytes()) {
      throw new InvalidContentException(
          Code.TORRENT,
          file.path() + " has changed while it was read; publish again when it is at rest.");
    }
    hashes.put(file.path(), v2.finish());
    v1Pieces.writeBytes(v1.finish(file.padBytes()));
  }

  private HybridTorrent assemble() {
    var info = TorrentInfo.of(draft.title().slug(), layout, hashes, v1Pieces.toByteArray());
    byte[] infoBytes = Bencode.encode(info.toDictionary());
    var swarm = SwarmId.of(Sha1.sha1(infoBytes).bytes());
    var announce = draft.announceUrls(swarm);
    var torrent = BencodeDictionary.builder().put("info", info.toDictionary());
    torrent.put("piece layers", info.pieceLayers());
    if (!announce.isEmpty()) {
      torrent.put("announce", announce.getFirst());
    }
    if (announce.size() > 1) {
      torrent.put("announce-list", BencodeList.of(texts(announce)));
    }
    if (!draft.webseeds().isEmpty()) {
      torrent.put("url-list", texts(draft.urlList()));
    }
    byte[] bytes = Bencode.encode(torrent.build());
    return new HybridTorrent(
        info, swarm, Hash32.sha256(infoBytes), announce, draft.urlList(), bytes);
  }

  private static BencodeList texts(List<String> texts) {
    return new BencodeList(texts.stream().<BencodeValue>map(BencodeString::of).toList());
  }
}
