package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a torrent of PROTOCOL §2.4 from bytes that a stranger may have made, at most {@link
 * BencodeLimits#TORRENT}. What it gives back is consistent: the v1 view follows from the v2 view,
 * pads and piece layers are right, paths are safe. Keys that Cordwood does not know are left alone.
 */
public final class TorrentReader {
  private static final int MAX_URL_BYTES = 2048;
  private static final int MAX_URLS = 64;
  private static final Set<String> LEAF_KEYS = Set.of("length", "pieces root");

  private record Leaf(ContentFile file, Root root) {}

  private final List<Leaf> leaves = new ArrayList<>();

  private TorrentReader() {}

  /** Reads a torrent; refuses one that is not a consistent hybrid. */
  public static HybridTorrent read(byte[] bytes) {
    return new TorrentReader().readAll(bytes.clone());
  }

  private HybridTorrent readAll(byte[] bytes) {
    var located = Bencode.decodeLocated(bytes, BencodeLimits.TORRENT);
    var torrent = new Fields(located.dictionary(), Code.TORRENT, "A torrent");
    var info = info(new Fields(torrent.dictionary("info"), Code.TORRENT, "info"), torrent);
    var range = located.ranges().get(BencodeString.of("info"));
    var infoBytes = Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.end());
    var swarm = SwarmId.of(Sha1.sha1(infoBytes).bytes());
    return new HybridTorrent(
        info, swarm, Hash32.sha256(infoBytes), trackers(torrent), webseeds(torrent), bytes);
  }

  private TorrentInfo info(Fields info, Fields torrent) {
    info.integer("meta version", 2, 2);
    var pieceLength = PieceLength.of(info.integer("piece length", 1, Integer.MAX_VALUE));
    walk(info.dictionary("file tree"), List.of());
    var layout = TorrentLayout.of(pieceLength, leaves.stream().map(Leaf::file).toList());
    requireV1Files(info, layout);
    byte[] v1Pieces = info.bytes("pieces", layout.pieces() * Sha1.LENGTH);
    var name = new Slug(info.text("name", Names.MAX_CHARACTERS));
    return TorrentInfo.of(name, layout, hashes(pieceLength, torrent), v1Pieces);
  }

  private void walk(BencodeDictionary folder, List<String> path) {
    require(!folder.entries().isEmpty(), "no empty folder");
    folder
        .entries()
        .forEach(
            (name, below) -> {
              require(below instanceof BencodeDictionary, "only folders and files in its tree");
              if (name.length() == 0) {
                require(folder.entries().size() == 1, "no file that is also a folder");
                leaf((BencodeDictionary) below, path);
              } else {
                var longer = new ArrayList<>(path);
                longer.add(name.text());
                walk((BencodeDictionary) below, longer);
              }
            });
  }

  private void leaf(BencodeDictionary properties, List<String> path) {
    var fields = new Fields(properties, Code.TORRENT, "A file").exactly(LEAF_KEYS);
    long size = fields.integer("length", 1, ContentFile.MAX_SIZE_BYTES);
    var root = Root.of(fields.bytes("pieces root", Root.LENGTH));
    leaves.add(new Leaf(new ContentFile(ContentPath.of(path), size), root));
  }

  private static void requireV1Files(Fields info, TorrentLayout layout) {
    var given = info.list("files", 2 * layout.files().size());
    require(
        given.equals(TorrentInfo.v1Files(layout).values()),
        "the same files in both views, with pads between them");
  }

  private Map<ContentPath, PieceHashes> hashes(PieceLength pieceLength, Fields torrent) {
    var layers = torrent.dictionary("piece layers");
    Map<ContentPath, PieceHashes> hashes = new HashMap<>();
    Set<Root> layered = new LinkedHashSet<>();
    for (var leaf : leaves) {
      long size = leaf.file().sizeBytes();
      boolean onePiece = pieceLength.pieces(size) == 1;
      byte[] list = onePiece ? leaf.root().bytes() : layer(layers, leaf.root());
      hashes.put(leaf.file().path(), PieceHashes.verify(pieceLength, size, leaf.root(), list));
      if (!onePiece) {
        layered.add(leaf.root());
      }
    }
    require(layered.size() == layers.entries().size(), "no piece layer without a file");
    return hashes;
  }

  private static byte[] layer(BencodeDictionary layers, Root root) {
    if (layers.entries().get(BencodeString.of(root)) instanceof BencodeString layer) {
      return layer.shared();
    }
    throw refused("a piece layer for every file of more than one piece");
  }

  private static List<String> trackers(Fields torrent) {
    var urls = new LinkedHashSet<String>();
    if (torrent.has("announce")) {
      urls.add(torrent.text("announce", MAX_URL_BYTES));
    }
    if (torrent.has("announce-list")) {
      for (var tier : torrent.list("announce-list", MAX_URLS)) {
        urls.addAll(urls(tier));
      }
    }
    require(urls.size() <= MAX_URLS, "at most " + MAX_URLS + " trackers");
    return List.copyOf(urls);
  }

  private static List<String> webseeds(Fields torrent) {
    return torrent.has("url-list")
        ? urls(new BencodeList(torrent.list("url-list", MAX_URLS)))
        : List.of();
  }

  private static List<String> urls(BencodeValue value) {
    require(
        value instanceof BencodeList list && list.values().size() <= MAX_URLS,
        "lists of at most " + MAX_URLS + " addresses");
    return ((BencodeList) value).values().stream().map(TorrentReader::url).toList();
  }

  private static String url(BencodeValue value) {
    require(
        value instanceof BencodeString text && text.length() <= MAX_URL_BYTES,
        "addresses of at most 2048 bytes");
    return ((BencodeString) value).text();
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw refused(rule);
    }
  }

  private static InvalidContentException refused(String rule) {
    return new InvalidContentException(
        Code.TORRENT, "A torrent has " + rule + "; make it again with Cordwood.");
  }
}
