package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The records of one rendition, or of the files shared by all, with their places in the torrent
 * (PROTOCOL §2.2): all that a viewer needs to compute every piece index without the torrent.
 * Immutable and free of contradictions.
 *
 * @param pieceLength the title's piece length
 * @param pieces how many pieces the whole torrent has
 * @param rendition whose records these are
 * @param swarm the title's swarm
 * @param records by number, then by the bytes of the uri; at least one
 */
public record RecordsFile(
    PieceLength pieceLength,
    int pieces,
    RenditionName rendition,
    SwarmId swarm,
    List<PlacedRecord> records) {
  private static final Set<String> KEYS =
      Set.of("piece length", "pieces", "records", "rendition", "swarm");
  private static final Set<String> ELEMENT_KEYS = Set.of("first piece", "record");
  private static final int MAX_RECORDS = 200_000;

  /**
   * A record in its place.
   *
   * @param firstPiece the torrent's piece at which the file starts
   * @param record the record
   */
  public record PlacedRecord(PieceIndex firstPiece, SegmentRecord record) {}

  /**
   * Refuses records out of order, of another rendition, twice, or with pieces that overlap or lie
   * outside.
   */
  public RecordsFile {
    records = List.copyOf(records);
    require(pieces >= 1 && pieces <= PieceLength.MAX_PIECES, "1 to 1048576 pieces");
    require(!records.isEmpty() && records.size() <= MAX_RECORDS, "1 to 200000 records");
    for (var placed : records) {
      require(placed.record().rendition().equals(rendition), "records of one rendition");
    }
    requireOrder(records);
    requirePlaces(records, pieceLength, pieces);
  }

  /** The records file of one rendition of a built torrent, from records in any order. */
  public static RecordsFile of(
      HybridTorrent torrent, RenditionName rendition, List<SegmentRecord> records) {
    var placed = records.stream().sorted(SegmentRecord.FILE_ORDER).map(torrent::place).toList();
    var layout = torrent.layout();
    return new RecordsFile(
        layout.pieceLength(), layout.pieces(), rendition, torrent.swarm(), placed);
  }

  /** Decodes a records file; refuses any that is not exactly of PROTOCOL §2.2. */
  public static RecordsFile decode(byte[] bytes) {
    var value = Bencode.decode(bytes, BencodeLimits.RECORDS_FILE);
    var fields = Fields.of(value, Code.RECORDS_FILE, "A records file").exactly(KEYS);
    var pieceLength = PieceLength.of(fields.integer("piece length", 1, Integer.MAX_VALUE));
    var records = new ArrayList<PlacedRecord>();
    fields.list("records", MAX_RECORDS).forEach(element -> records.add(placed(element)));
    return new RecordsFile(
        pieceLength,
        (int) fields.integer("pieces", 1, PieceLength.MAX_PIECES),
        new RenditionName(fields.text("rendition", 32)),
        SwarmId.of(fields.bytes("swarm", SwarmId.LENGTH)),
        records);
  }

  /** Encodes the file; the same records give the same bytes. */
  public byte[] encode() {
    List<BencodeValue> elements = new ArrayList<>();
    records.forEach(placed -> elements.add(element(placed)));
    return Bencode.encode(
        BencodeDictionary.builder()
            .put("piece length", pieceLength.bytes())
            .put("pieces", pieces)
            .put("records", new BencodeList(elements))
            .put("rendition", rendition.value())
            .put("swarm", swarm)
            .build());
  }

  /** The hash of the encoded file, as the join answer gives it (PROTOCOL §4.1). */
  public Hash32 sha256() {
    return Hash32.sha256(encode());
  }

  private static PlacedRecord placed(BencodeValue element) {
    var fields =
        Fields.of(element, Code.RECORDS_FILE, "An element of records").exactly(ELEMENT_KEYS);
    int firstPiece = (int) fields.integer("first piece", 0, PieceLength.MAX_PIECES - 1);
    return new PlacedRecord(
        new PieceIndex(firstPiece), RecordCodec.fromValue(fields.dictionary("record")));
  }

  private static BencodeDictionary element(PlacedRecord placed) {
    return BencodeDictionary.builder()
        .put("first piece", placed.firstPiece().value())
        .put("record", RecordCodec.toDictionary(placed.record()))
        .build();
  }

  private static void requireOrder(List<PlacedRecord> records) {
    var uris = new HashSet<ContentPath>();
    SegmentRecord before = null;
    for (var placed : records) {
      var record = placed.record();
      require(uris.add(record.uri()), "each uri once");
      require(
          before == null || SegmentRecord.FILE_ORDER.compare(before, record) < 0,
          "records by number, then uri");
      before = record;
    }
  }

  private static void requirePlaces(
      List<PlacedRecord> records, PieceLength pieceLength, int pieces) {
    int free = 0;
    for (var placed :
        records.stream().sorted(Comparator.comparing(PlacedRecord::firstPiece)).toList()) {
      int first = placed.firstPiece().value();
      int count = pieceLength.pieces(placed.record().sizeBytes());
      require(first >= free && count <= pieces - first, "pieces of its own for each record");
      free = first + count;
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new InvalidContentException(
          Code.RECORDS_FILE, "A records file has " + rule + "; send it so.");
    }
  }
}
