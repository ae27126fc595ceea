package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the files of a title lie in its torrent: in the order of BEP 52's tree, each starting on a
 * piece, zeros between them, none after the last (PROTOCOL §2.4). Immutable.
 */
public final class TorrentLayout {
  /**
   * A file in its place.
   *
   * @param path where it lies in the title's folder
   * @param sizeBytes its size
   * @param firstPiece the piece at which it starts
   * @param pieces how many pieces it has
   * @param padBytes zeros between its end and the next file; 0 after the last file
   */
  public record Placement(
      ContentPath path, long sizeBytes, PieceIndex firstPiece, int pieces, int padBytes) {}

  /**
   * What a piece is.
   *
   * @param file the file it belongs to
   * @param pieceInFile its number within the file, from 0
   * @param range its bytes within the file; zeros that follow belong to no file
   */
  public record Piece(Placement file, int pieceInFile, ByteRange range) {}

  private final PieceLength pieceLength;
  private final List<Placement> files;
  private final Map<ContentPath, Placement> byPath;
  private final int pieces;

  private TorrentLayout(PieceLength pieceLength, List<Placement> files, int pieces) {
    this.pieceLength = pieceLength;
    this.files = List.copyOf(files);
    this.byPath = new HashMap<>();
    this.files.forEach(file -> byPath.put(file.path(), file));
    this.pieces = pieces;
  }

  /**
   * Lays out files given in any order; refuses none, one twice, one that is also a folder, and more
   * than {@link PieceLength#MAX_PIECES} in all.
   */
  public static TorrentLayout of(PieceLength pieceLength, List<ContentFile> files) {
    var sorted = files.stream().sorted(Comparator.comparing(ContentFile::path)).toList();
    requireTree(sorted);
    var placed = new ArrayList<Placement>();
    int next = 0;
    for (var file : sorted) {
      int pieces = pieceLength.pieces(file.sizeBytes());
      require(
          pieces <= PieceLength.MAX_PIECES - next, "at most " + PieceLength.MAX_PIECES + " pieces");
      int pad = placed.size() == sorted.size() - 1 ? 0 : pieceLength.padBytes(file.sizeBytes());
      placed.add(new Placement(file.path(), file.sizeBytes(), new PieceIndex(next), pieces, pad));
      next += pieces;
    }
    return new TorrentLayout(pieceLength, placed, next);
  }

  private static void requireTree(List<ContentFile> sorted) {
    require(!sorted.isEmpty(), "at least one file");
    for (int i = 1; i < sorted.size(); i++) {
      var path = sorted.get(i).path();
      require(
          !path.isWithinOrEqual(sorted.get(i - 1).path()),
          "each file once and none that is also a folder");
    }
  }

  /** The length of all pieces but the last. */
  public PieceLength pieceLength() {
    return pieceLength;
  }

  /** How many pieces the torrent has. */
  public int pieces() {
    return pieces;
  }

  /** The files in the torrent's order. */
  public List<Placement> files() {
    return files;
  }

  /** Bytes of the torrent's v1 view: files and the zeros between them. */
  public long v1Bytes() {
    var last = files.getLast();
    return pieceLength.endOf(last.firstPiece().value()) + last.sizeBytes();
  }

  /** The index of a piece from outside; refuses one outside the torrent. */
  public PieceIndex piece(long index) {
    require(index >= 0 && index < pieces, "the pieces 0 to " + (pieces - 1));
    return new PieceIndex((int) index);
  }

  /** Where a file lies, if the title has it. */
  public Optional<Placement> file(ContentPath path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /**
   * The piece in which a byte of a file lies; refuses a file of another torrent and a byte outside
   * it.
   */
  public PieceIndex pieceAt(Placement file, long offset) {
    requireOwn(file);
    return new PieceIndex(
        file.firstPiece().value() + pieceLength.pieceAt(file.sizeBytes(), offset));
  }

  /** Which bytes of which file a piece is; refuses a piece of a larger torrent. */
  public Piece locate(PieceIndex piece) {
    require(piece.value() < pieces, "the pieces 0 to " + (pieces - 1));
    var file = files.get(indexOfFile(piece.value()));
    int inFile = piece.value() - file.firstPiece().value();
    return new Piece(file, inFile, pieceLength.pieceRange(file.sizeBytes(), inFile));
  }

  /** How many bytes of a piece are a file's; what follows in the v1 view are zeros. */
  public int pieceBytes(PieceIndex piece) {
    return (int) locate(piece).range().length();
  }

  /**
   * How many bytes a piece has in the v1 view: all of them but for the last piece of the torrent.
   */
  public int v1PieceBytes(PieceIndex piece) {
    return piece.value() == pieces - 1 ? pieceBytes(piece) : pieceLength.bytes();
  }

  /**
   * Refuses a request or block that is empty, over 16 KiB, or not within its piece of the v1 view
   * (BEP 3).
   */
  public PieceIndex requireBlock(long index, long begin, long length) {
    var piece = piece(index);
    boolean sized = length >= 1 && length <= PieceLength.BLOCK_BYTES;
    require(
        sized && begin >= 0 && begin <= v1PieceBytes(piece) - length,
        "blocks of at most 16 KiB within a piece");
    return piece;
  }

  private void requireOwn(Placement file) {
    require(file.equals(byPath.get(file.path())), "only its own files");
  }

  private int indexOfFile(int piece) {
    int low = 0;
    int high = files.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (files.get(middle).firstPiece().value() <= piece) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new InvalidContentException(
          Code.GEOMETRY, "This torrent has " + rule + "; keep to it.");
    }
  }
}
