package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import io.cordwood.swarm.content.RecordsFile.PlacedRecord;
import java.util.Arrays;
import java.util.List;

/**
 * A title's torrent whose v1 and v2 views agree (PROTOCOL §2.4), built by {@link TorrentBuilder} or
 * checked by {@link TorrentReader}. Immutable.
 */
public final class HybridTorrent {
  private final TorrentInfo info;
  private final SwarmId swarm;
  private final Hash32 v2Hash;
  private final List<String> trackers;
  private final List<String> webseeds;
  private final byte[] bytes;

  HybridTorrent(
      TorrentInfo info,
      SwarmId swarm,
      Hash32 v2Hash,
      List<String> trackers,
      List<String> webseeds,
      byte[] bytes) {
    this.info = info;
    this.swarm = swarm;
    this.v2Hash = v2Hash;
    this.trackers = List.copyOf(trackers);
    this.webseeds = List.copyOf(webseeds);
    this.bytes = bytes;
  }

  /** The torrent's name. */
  public Slug name() {
    return info.name();
  }

  /** The swarm: SHA-1 of the bytes of {@code info}. */
  public SwarmId swarm() {
    return swarm;
  }

  /** The v2 hash: SHA-256 of the bytes of {@code info} (BEP 52). */
  public Hash32 v2Hash() {
    return v2Hash;
  }

  /** Where the files lie. */
  public TorrentLayout layout() {
    return info.layout();
  }

  /** The piece hashes of a file; refuses a file of another title. */
  public PieceHashes hashes(ContentPath file) {
    var hashes = info.hashes().get(file);
    if (hashes == null) {
      throw refused("There is no " + file + " in this torrent; ask for a file of the title");
    }
    return hashes;
  }

  /** The SHA-1 of a piece in the v1 view; refuses a piece of a larger torrent. */
  public Sha1 v1Piece(PieceIndex piece) {
    int first = layout().piece(piece.value()).value() * Sha1.LENGTH;
    return Sha1.of(Arrays.copyOfRange(info.v1Pieces(), first, first + Sha1.LENGTH));
  }

  /** The addresses of trackers in order, each once. */
  public List<String> trackers() {
    return trackers;
  }

  /** The addresses of webseeds, to which a client adds name and path (BEP 19). */
  public List<String> webseeds() {
    return webseeds;
  }

  /** The torrent file, as a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Puts a record in its place; refuses one whose file, size or root is not this torrent's. */
  public PlacedRecord place(SegmentRecord record) {
    var file =
        layout()
            .file(record.uri())
            .orElseThrow(
                () -> refused("There is no " + record.uri() + " in this torrent; publish again"));
    boolean same =
        file.sizeBytes() == record.sizeBytes() && hashes(record.uri()).root().equals(record.root());
    if (!same) {
      throw refused("The record of " + record.uri() + " speaks of other bytes; publish again");
    }
    return new PlacedRecord(file.firstPiece(), record);
  }

  private static InvalidContentException refused(String sentence) {
    return new InvalidContentException(Code.TORRENT, sentence + ".");
  }
}
