package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TorrentReaderTest {
  private static final List<ContentFile> FILES =
      List.of(file("a/1.m4s", 131_073), file("b.m4s", 65_536), file("z", 5));

  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("torrent.json");
  }

  private static ContentFile file(String path, long size) {
    return new ContentFile(ContentPath.parse(path), size);
  }

  static HybridTorrent torrent() throws IOException {
    var trackers = List.of(URI.create("wss://node"));
    var webseeds = List.of(URI.create("https://seed"));
    var draft =
        new TorrentDraft(TitleId.parse("demo/logs"), PieceLength.USUAL, FILES, trackers, webseeds);
    return TorrentBuilder.build(draft, TorrentBuilderTest.source(FILES));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatIsBuiltIsReadAgain(Vectors.Case vector) throws IOException {
    var draft = TorrentBuilderTest.draft(vector.input());
    var built = TorrentBuilder.build(draft, TorrentBuilderTest.source(draft.files()));
    var read = TorrentReader.read(built.bytes());
    assertThat(read.swarm()).isEqualTo(built.swarm());
    assertThat(read.v2Hash()).isEqualTo(built.v2Hash());
    assertThat(read.name()).isEqualTo(draft.title().slug());
    assertThat(read.layout().files()).isEqualTo(built.layout().files());
    assertThat(read.trackers()).isEqualTo(built.trackers());
    assertThat(read.webseeds()).isEqualTo(built.webseeds());
    for (var file : read.layout().files()) {
      assertThat(read.hashes(file.path()).bytes()).isEqualTo(built.hashes(file.path()).bytes());
    }
    for (int piece = 0; piece < read.layout().pieces(); piece++) {
      var index = read.layout().piece(piece);
      assertThat(read.v1Piece(index)).isEqualTo(built.v1Piece(index));
    }
  }

  @Test
  void aTorrentIsLeftAloneByWhoeverReadItsBytes() throws IOException {
    var torrent = torrent();
    torrent.bytes()[0] = 'x';
    assertThat(torrent.bytes()[0]).isEqualTo((byte) 'd');
  }

  @Test
  void keysThatCordwoodDoesNotKnowAreLeftAlone() throws IOException {
    var bytes = change(torrent -> with(torrent, "created by", BencodeString.of("a friend")));
    assertThat(TorrentReader.read(bytes).swarm()).isEqualTo(torrent().swarm());
  }

  @Test
  void anInfoWithAnotherKeyIsAnotherSwarm() throws IOException {
    var read = TorrentReader.read(changeInfo(info -> with(info, "source", BencodeString.of("x"))));
    assertThat(read.swarm()).isNotEqualTo(torrent().swarm());
    assertThat(read.layout().files()).isEqualTo(torrent().layout().files());
  }

  @Test
  void aTorrentOfAnotherVersionIsRefused() {
    refuses(info -> with(info, "meta version", new BencodeInteger(1)));
    refuses(info -> without(info, "meta version"));
  }

  @Test
  void aTorrentOfOneViewIsRefused() {
    refuses(info -> without(info, "files"));
    refuses(info -> without(info, "pieces"));
    refuses(info -> without(info, "file tree"));
  }

  @Test
  void v1FilesThatDifferFromTheTreeAreRefused() {
    refuses(info -> withFiles(info, files -> files.removeLast()));
    refuses(info -> withFiles(info, files -> files.add(files.getFirst())));
    refuses(info -> withFiles(info, files -> files.addFirst(files.removeLast())));
    refuses(info -> withFiles(info, files -> files.remove(1)));
    refuses(info -> withFiles(info, files -> files.set(0, resized(files.getFirst()))));
    refuses(info -> withFiles(info, files -> files.set(1, resized(files.get(1)))));
    refuses(
        info ->
            withFiles(
                info, files -> files.set(1, without((BencodeDictionary) files.get(1), "attr"))));
  }

  @Test
  void piecesOfAnotherNumberAreRefused() {
    refuses(info -> with(info, "pieces", BencodeString.of(new byte[5 * 20 - 1])));
    refuses(info -> with(info, "pieces", BencodeString.of(new byte[6 * 20])));
  }

  @Test
  void namesAndPathsThatClimbAreRefused() {
    refused(Code.NAME, changeInfoUnchecked(info -> with(info, "name", BencodeString.of(".."))));
    for (var name : List.of("..", ".", "a/b", "\\", "\u0000", ".cordwood", ".pad")) {
      refused(Code.PATH, changeInfoUnchecked(info -> withTree(info, name)));
    }
  }

  @Test
  void piecesOfAnotherLengthAreRefused() {
    refused(
        Code.GEOMETRY,
        changeInfoUnchecked(info -> with(info, "piece length", new BencodeInteger(65_537))));
    refuses(info -> with(info, "piece length", new BencodeInteger(32_768)));
  }

  @Test
  void treesWithOtherShapesAreRefused() {
    var leaf =
        BencodeDictionary.builder()
            .put("length", 5)
            .put("pieces root", BencodeString.of(new byte[32]))
            .build();
    refuses(info -> with(info, "file tree", BencodeDictionary.builder().build()));
    refuses(info -> with(info, "file tree", tree("a", BencodeDictionary.builder().build())));
    refuses(info -> with(info, "file tree", tree("a", new BencodeInteger(1))));
    refuses(
        info ->
            with(
                info,
                "file tree",
                tree("a", tree("", with(leaf, "length", new BencodeInteger(0))))));
    refuses(info -> with(info, "file tree", tree("a", tree("", without(leaf, "pieces root")))));
    refuses(info -> with(info, "file tree", tree("a", with(tree("", leaf), "b", tree("", leaf)))));
    refused(Code.PATH, changeInfoUnchecked(info -> with(info, "file tree", tree("", leaf))));
  }

  @Test
  void aTreeWithoutEndIsRefused() {
    BencodeValue deep = BencodeDictionary.builder().build();
    for (int i = 0; i < 50; i++) {
      deep = tree("a", deep);
    }
    var tree = deep;
    refused(Code.TOO_BIG, changeInfoUnchecked(info -> with(info, "file tree", tree)));
  }

  @Test
  void pieceLayersThatAreMissingWrongOrTooManyAreRefused() throws IOException {
    var layers = BencodeDictionary.builder().build();
    refused(Code.TORRENT, change(torrent -> with(torrent, "piece layers", layers)));
    refused(Code.TORRENT, change(torrent -> without(torrent, "piece layers")));
    var root = torrent().hashes(ContentPath.parse("a/1.m4s")).root();
    var wrong =
        BencodeDictionary.builder()
            .put(BencodeString.of(root), BencodeString.of(new byte[96]))
            .build();
    refused(Code.HASH, change(torrent -> with(torrent, "piece layers", wrong)));
    var stray = BencodeString.of(new byte[32]);
    refused(
        Code.TORRENT,
        change(
            torrent ->
                with(
                    torrent,
                    "piece layers",
                    ((BencodeDictionary) torrent.get("piece layers").orElseThrow()),
                    stray)));
  }

  @Test
  void addressesOfOtherFormsAreRefused() throws IOException {
    refused(Code.TORRENT, change(torrent -> with(torrent, "announce", new BencodeInteger(1))));
    refused(
        Code.TORRENT,
        change(torrent -> with(torrent, "url-list", BencodeString.of("https://seed/"))));
    refused(
        Code.TORRENT,
        change(torrent -> with(torrent, "announce-list", BencodeList.of(BencodeString.of("x")))));
    var tooLong = BencodeList.of(BencodeString.of("x".repeat(2049)));
    refused(Code.TORRENT, change(torrent -> with(torrent, "url-list", tooLong)));
    refused(
        Code.TORRENT, change(torrent -> with(torrent, "announce-list", BencodeList.of(tooLong))));
  }

  @Test
  void whatIsNoTorrentIsRefused() {
    refused(Code.BENCODE, new byte[0]);
    refused(Code.BENCODE, "le".getBytes());
    refused(Code.TORRENT, "de".getBytes());
    refused(Code.TORRENT, "d4:infoi1ee".getBytes());
  }

  private static void refuses(UnaryOperator<BencodeDictionary> change) {
    refused(Code.TORRENT, changeInfoUnchecked(change));
  }

  private static void refused(Code code, byte[] bytes) {
    Vectors.assertRefused(code, () -> TorrentReader.read(bytes));
  }

  private static byte[] change(UnaryOperator<BencodeDictionary> change) throws IOException {
    var torrent = Bencode.decodeDictionary(torrent().bytes(), BencodeLimits.TORRENT);
    return Bencode.encode(change.apply(torrent));
  }

  private static byte[] changeInfo(UnaryOperator<BencodeDictionary> change) throws IOException {
    return change(
        torrent ->
            with(
                torrent,
                "info",
                change.apply((BencodeDictionary) torrent.get("info").orElseThrow())));
  }

  private static byte[] changeInfoUnchecked(UnaryOperator<BencodeDictionary> change) {
    try {
      return changeInfo(change);
    } catch (IOException e) {
      throw new AssertionError("Bytes in memory can be read.", e);
    }
  }

  private static BencodeDictionary withTree(BencodeDictionary info, String name) {
    var tree = (BencodeDictionary) info.get("file tree").orElseThrow();
    return with(info, "file tree", with(tree, name, tree.get("z").orElseThrow()));
  }

  private static BencodeDictionary tree(String name, BencodeValue below) {
    return BencodeDictionary.builder().put(name, below).build();
  }

  private interface Change {
    void apply(List<BencodeValue> files);
  }

  private static BencodeDictionary withFiles(BencodeDictionary info, Change change) {
    var files = new ArrayList<>(((BencodeList) info.get("files").orElseThrow()).values());
    change.apply(files);
    return with(info, "files", new BencodeList(files));
  }

  private static BencodeDictionary resized(BencodeValue file) {
    return with((BencodeDictionary) file, "length", new BencodeInteger(7));
  }

  private static BencodeDictionary with(
      BencodeDictionary dictionary, String key, BencodeValue value) {
    var entries = new TreeMap<>(dictionary.entries());
    entries.put(BencodeString.of(key), value);
    return BencodeDictionary.of(entries);
  }

  private static BencodeDictionary with(
      BencodeDictionary torrent, String key, BencodeDictionary layers, BencodeString stray) {
    var entries = new TreeMap<>(layers.entries());
    entries.put(stray, stray);
    return with(torrent, key, BencodeDictionary.of(entries));
  }

  private static BencodeDictionary without(BencodeDictionary dictionary, String key) {
    var entries = new TreeMap<>(dictionary.entries());
    entries.remove(BencodeString.of(key));
    return BencodeDictionary.of(entries);
  }
}
