package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import io.cordwood.swarm.content.TorrentLayout.Placement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code info} and {@code piece layers} say (BEP 3, 47, 52).
 *
 * @param name the title's slug
 * @param layout the files in their places
 * @param hashes of every file of the layout
 * @param v1Pieces 20 bytes a piece; never changed after construction
 */
record TorrentInfo(
    Slug name, TorrentLayout layout, Map<ContentPath, PieceHashes> hashes, byte[] v1Pieces) {
  static TorrentInfo of(
      Slug name, TorrentLayout layout, Map<ContentPath, PieceHashes> hashes, byte[] v1Pieces) {
    var only = layout.files().getFirst().path();
    if (layout.files().size() == 1 && only.value().equals(name.value())) {
      throw new InvalidContentException(
          Code.TORRENT,
          "BEP 52 reads one file with the torrent's name as no folder; rename the file "
              + only
              + ".");
    }
    return new TorrentInfo(name, layout, Map.copyOf(hashes), v1Pieces);
  }

  BencodeDictionary toDictionary() {
    return BencodeDictionary.builder()
        .put("file tree", folder(layout.files(), 0))
        .put("files", v1Files(layout))
        .put("meta version", 2)
        .put("name", name.value())
        .put("piece length", layout.pieceLength().bytes())
        .put("pieces", BencodeString.owning(v1Pieces))
        .build();
  }

  /**
   * Piece hashes of the files of more than one piece, by root; files with the same bytes share
   * theirs.
   */
  BencodeDictionary pieceLayers() {
    Map<BencodeString, BencodeValue> layers = new LinkedHashMap<>();
    hashes.values().stream()
        .filter(PieceHashes::hasLayer)
        .forEach(
            file -> layers.put(BencodeString.of(file.root()), BencodeString.owning(file.bytes())));
    return BencodeDictionary.of(layers);
  }

  /**
   * The v1 view's list of files with the pads between them (BEP 47); it follows from the layout
   * alone.
   */
  static BencodeList v1Files(TorrentLayout layout) {
    List<BencodeValue> files = new ArrayList<>();
    for (var file : layout.files()) {
      files.add(v1File(file.sizeBytes(), file.path().components()).build());
      if (file.padBytes() > 0) {
        var path = List.of(".pad", Integer.toString(file.padBytes()));
        files.add(v1File(file.padBytes(), path).put("attr", "p").build());
      }
    }
    return new BencodeList(files);
  }

  private static BencodeDictionary.Builder v1File(long length, List<String> path) {
    var components = path.stream().<BencodeValue>map(BencodeString::of).toList();
    return BencodeDictionary.builder()
        .put("length", length)
        .put("path", new BencodeList(components));
  }

  private BencodeDictionary folder(List<Placement> files, int depth) {
    Map<String, List<Placement>> children = new LinkedHashMap<>();
    for (var file : files) {
      children
          .computeIfAbsent(file.path().components().get(depth), name -> new ArrayList<>())
          .add(file);
    }
    var folder = BencodeDictionary.builder();
    children.forEach((name, below) -> folder.put(name, child(below, depth + 1)));
    return folder.build();
  }

  private BencodeDictionary child(List<Placement> files, int depth) {
    var first = files.getFirst();
    return first.path().components().size() == depth ? leaf(first) : folder(files, depth);
  }

  private BencodeDictionary leaf(Placement file) {
    var properties =
        BencodeDictionary.builder()
            .put("length", file.sizeBytes())
            .put("pieces root", hashes.get(file.path()).root());
    return BencodeDictionary.builder().put("", properties.build()).build();
  }
}
