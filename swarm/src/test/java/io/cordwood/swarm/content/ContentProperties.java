package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Records, records files and torrents from strangers: a consistent value or a typed refusal. */
class ContentProperties {
  private static final byte[] TORRENT = torrentBytes();
  private static final byte[] SIGNED = SignedRecordTest.signed(200_000).encode();

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aRecordIsDecodedAsItWasEncoded(@ForAll("records") SegmentRecord record) {
    assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void aRecordWithAByteChangedIsAnotherRecordOrRefused(
      @ForAll("records") SegmentRecord record, @ForAll int at, @ForAll byte change) {
    byte[] bytes = changed(RecordCodec.encode(record), at, change);
    refusedOr(RecordCodec::decode, bytes)
        .ifPresent(other -> assertThat(RecordCodec.encode(other)).isEqualTo(bytes));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aSignedRecordWithAByteChangedIsRefused(@ForAll int at, @ForAll byte change) {
    byte[] bytes = changed(SIGNED, at, change);
    var read = refusedOr(SignedRecordTest::read, bytes);
    assertThat(read.isPresent()).isEqualTo(change == 0);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aRecordsFileWithAByteChangedIsAnotherFileOrRefused(
      @ForAll("records") SegmentRecord record, @ForAll int at, @ForAll byte change) {
    byte[] bytes = changed(fileOf(record).encode(), at, change);
    refusedOr(RecordsFile::decode, bytes)
        .ifPresent(other -> assertThat(other.encode()).isEqualTo(bytes));
  }

  @Property(tries = 2000)
  void arbitraryBytesAreNoRecordsFileAndNoTorrent(@ForAll byte[] bytes) {
    assertThat(refusedOr(RecordsFile::decode, bytes)).isEmpty();
    assertThat(refusedOr(SignedRecordTest::read, bytes)).isEmpty();
    assertThat(refusedOr(TorrentReader::read, bytes)).isEmpty();
  }

  @Property(tries = 3000)
  void aTorrentWithAByteChangedIsConsistentOrRefused(@ForAll int at, @ForAll byte change) {
    byte[] bytes = changed(TORRENT, at, change);
    refusedOr(TorrentReader::read, bytes).ifPresent(ContentProperties::assertConsistent);
  }

  @Property(tries = 300)
  void everyPieceOfALayoutIsOneRangeAndTheyCoverAllFiles(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 400_000) Integer> sizes) {
    assertCovered(TorrentLayout.of(PieceLength.USUAL, numbered(sizes)));
  }

  private static void assertConsistent(HybridTorrent torrent) {
    assertThat(torrent.bytes()).isNotEmpty();
    assertCovered(torrent.layout());
    for (var file : torrent.layout().files()) {
      assertThat(torrent.hashes(file.path()).count()).isEqualTo(file.pieces());
    }
  }

  private static void assertCovered(TorrentLayout layout) {
    long bytes = 0;
    int index = 0;
    for (var file : layout.files()) {
      assertThat(file.firstPiece().value()).isEqualTo(index);
      for (int piece = 0; piece < file.pieces(); piece++, index++) {
        var located = layout.locate(layout.piece(index));
        assertThat(located.file()).isEqualTo(file);
        assertThat(located.pieceInFile()).isEqualTo(piece);
        bytes += located.range().length();
      }
    }
    assertThat(index).isEqualTo(layout.pieces());
    assertThat(bytes)
        .isEqualTo(layout.files().stream().mapToLong(TorrentLayout.Placement::sizeBytes).sum());
  }

  private static List<ContentFile> numbered(List<Integer> sizes) {
    return IntStream.range(0, sizes.size())
        .mapToObj(i -> new ContentFile(ContentPath.parse("v/" + i), sizes.get(i)))
        .toList();
  }

  private static RecordsFile fileOf(SegmentRecord record) {
    int pieces = PieceLength.LARGE.pieces(record.sizeBytes());
    var placed = List.of(new RecordsFile.PlacedRecord(new PieceIndex(0), record));
    var swarm = SwarmId.of(new byte[20]);
    return new RecordsFile(PieceLength.LARGE, pieces, record.rendition(), swarm, placed);
  }

  private static byte[] changed(byte[] original, int at, byte change) {
    byte[] bytes = original.clone();
    bytes[Math.floorMod(at, bytes.length)] ^= change;
    return bytes;
  }

  private static <T> Optional<T> refusedOr(Function<byte[], T> reader, byte[] bytes) {
    try {
      return Optional.of(reader.apply(bytes));
    } catch (InvalidContentException refused) {
      assertThat(refused.getMessage()).endsWith(".");
      return Optional.empty();
    }
  }

  private static byte[] torrentBytes() {
    try {
      return TorrentReaderTest.torrent().bytes();
    } catch (IOException e) {
      throw new AssertionError("Bytes in memory can be read.", e);
    }
  }

  @Provide
  Arbitrary<SegmentRecord> records() {
    var numbers = Arbitraries.integers().between(0, Integer.MAX_VALUE);
    var names = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
    var sizes = Arbitraries.longs().between(1, 1L << 37);
    var roots = Arbitraries.bytes().array(byte[].class).ofSize(32).map(Root::of);
    return Combinators.combine(
            names, names, numbers, numbers, sizes, roots, Arbitraries.of(true, false))
        .as(ContentProperties::record);
  }

  private static SegmentRecord record(
      String rendition,
      String name,
      int number,
      int durationMs,
      long size,
      Root root,
      boolean media) {
    var uri = ContentPath.parse(rendition + "/" + name);
    var of = new RenditionName(rendition);
    var lines = "#EXTINF:4.000,\n" + name;
    return media
        ? new SegmentRecord(of, 0, Math.max(1, number), 0, uri, size, durationMs, root, lines)
        : SegmentRecord.ofFile(of, uri, size, root);
  }
}
