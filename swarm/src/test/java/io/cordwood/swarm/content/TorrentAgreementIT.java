package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.swarm.content.ForeignTools.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of others read a torrent of generated files and agree with us about hashes and data.
 *
 * <p>aria2 1.36 and transmission 3.00 lose the empty key of BEP 52's file tree: the one computes
 * another info hash of any hybrid, the other refuses it. Their info hash is therefore compared on
 * the torrent's v1 view alone, which is the same torrent without the keys of BEP 52.
 */
class TorrentAgreementIT {
  private static final TitleId TITLE = TitleId.parse("demo/agreed-logs");
  private static final Map<String, Integer> FILES =
      new TreeMap<>(
          Map.of(
              "master.m3u8", 300,
              "720p/playlist.m3u8", 16_384,
              "720p/init.mp4", 1_201,
              "720p/0001.m4s", 65_535,
              "720p/0002.m4s", 65_536,
              "720p/0003.m4s", 65_537,
              "720p/0004.m4s", 1_000_003,
              "720p-wide/0001.m4s", 262_144,
              "Übersicht.jpg", 131_073,
              "a/deep/folder/of/one.bin", 1));
  private static final String ASK_LIBTORRENT =
      """
      import libtorrent as lt, sys
      info = lt.torrent_info(sys.argv[1])
      print('v1', info.info_hashes().v1)
      print('v2', info.info_hashes().v2)
      print('seeds', ' '.join(seed['url'] for seed in info.web_seeds()))
      print('trackers', ' '.join(tracker.url for tracker in info.trackers()))
      files = info.files()
      for i in range(files.num_files()):
        if not files.file_flags(i) & lt.file_flags_t.flag_pad_file:
          print('file', files.file_path(i), files.file_size(i), files.file_offset(i), files.root(i))
      session = lt.session({'listen_interfaces': '', 'enable_dht': False, 'enable_lsd': False,
          'enable_upnp': False, 'enable_natpmp': False, 'alert_mask': lt.alert.category_t.all_categories})
      torrent = session.add_torrent({'ti': info, 'save_path': sys.argv[2]})
      checked = False
      while not checked:
        session.wait_for_alert(10000)
        checked = any(isinstance(a, lt.torrent_checked_alert) for a in session.pop_alerts())
      print('pieces', ''.join('1' if piece else '0' for piece in torrent.status().pieces))
      """;

  @TempDir Path temp;

  private Path folder;
  private HybridTorrent torrent;
  private Path torrentFile;

  @BeforeEach
  void publish() throws IOException {
    folder = temp.resolve(TITLE.slug().value());
    var random = new Random(20);
    var files = new ArrayList<ContentFile>();
    for (var entry : FILES.entrySet()) {
      var path = ContentPath.parse(entry.getKey());
      var data = new byte[entry.getValue()];
      random.nextBytes(data);
      Files.createDirectories(path.below(folder).getParent());
      Files.write(path.below(folder), data);
      files.add(new ContentFile(path, data.length));
    }
    var trackers = List.of(URI.create("ws://127.0.0.1:1"));
    var webseeds = List.of(URI.create("http://127.0.0.1:2"));
    var draft = new TorrentDraft(TITLE, PieceLength.USUAL, files, trackers, webseeds);
    torrent = TorrentBuilder.build(draft, ByteSource.folder(folder));
    torrentFile = Files.write(temp.resolve("hybrid.torrent"), torrent.bytes());
  }

  @Test
  void libtorrentAgreesOnBothHashesEveryRootAndAllData() {
    var answer = askLibtorrent();
    assertThat(answer.valueAfter("v1 ")).isEqualTo(torrent.swarm().hex());
    assertThat(answer.valueAfter("v2 ")).isEqualTo(torrent.v2Hash().hex());
    assertThat(answer.valueAfter("seeds ")).isEqualTo("http://127.0.0.1:2/t/demo/");
    assertThat(answer.valueAfter("trackers "))
        .isEqualTo("ws://127.0.0.1:1/announce/" + torrent.swarm());
    assertThat(answer.output().lines().filter(line -> line.startsWith("file ")))
        .containsExactlyElementsOf(
            torrent.layout().files().stream().map(this::libtorrentLine).toList());
    assertThat(answer.valueAfter("pieces ")).isEqualTo("1".repeat(torrent.layout().pieces()));
  }

  private String libtorrentLine(TorrentLayout.Placement file) {
    long offset = (long) file.firstPiece().value() * PieceLength.USUAL.bytes();
    return "file %s/%s %d %d %s"
        .formatted(
            TITLE.slug(),
            file.path(),
            file.sizeBytes(),
            offset,
            torrent.hashes(file.path()).root());
  }

  @Test
  void libtorrentFindsTheOnePieceThatWasChanged() throws IOException {
    var file = torrent.layout().file(ContentPath.parse("720p/0004.m4s")).orElseThrow();
    changeAByte(file.path(), 700_000);
    var pieces = new StringBuilder("1".repeat(torrent.layout().pieces()));
    pieces.setCharAt(torrent.layout().pieceAt(file, 700_000).value(), '0');
    assertThat(askLibtorrent().valueAfter("pieces ")).isEqualTo(pieces.toString());
  }

  @Test
  void aria2AcceptsAllDataAndNoOther() throws IOException {
    writePads();
    assertThat(askAria2("--check-integrity=true", "--hash-check-only=true").exitCode()).isZero();
    changeAByte(ContentPath.parse("720p/0003.m4s"), 65_536);
    assertThat(askAria2("--check-integrity=true", "--hash-check-only=true").exitCode()).isNotZero();
  }

  @Test
  void aria2AgreesOnTheV1View() throws IOException {
    var hash = writeV1View();
    var answer = askAria2("--show-files=true");
    assertThat(answer.valueAfter("Info Hash:")).isEqualTo(hash.hex());
    assertThat(answer.valueAfter("The Number of Pieces:"))
        .isEqualTo("" + torrent.layout().pieces());
    assertThat(answer.output()).contains("./agreed-logs/Übersicht.jpg", "(1,000,003)");
  }

  @Test
  void transmissionAgreesOnTheV1View() throws IOException {
    ForeignTools.require("transmission-cli", "transmission-show", "--version");
    var hash = writeV1View();
    var answer = ForeignTools.run(temp, List.of("transmission-show", torrentFile.toString()));
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.valueAfter("Hash:")).startsWith(hash.hex());
    assertThat(answer.valueAfter("Piece Count:")).isEqualTo("" + torrent.layout().pieces());
    assertThat(answer.output()).contains("agreed-logs/720p/0004.m4s", "http://127.0.0.1:2/t/demo/");
  }

  @Test
  void theParserOfWebTorrentAgreesOnTheSwarmAndEveryV1Piece() throws IOException {
    var parser = installParseTorrent();
    var answer = ForeignTools.run(temp, List.of("node", parser.toString(), torrentFile.toString()));
    assertThat(answer.exitCode()).as(answer.output()).isZero();
    var json = new ObjectMapper().readTree(answer.output());
    assertThat(json.get("infoHash").textValue()).isEqualTo(torrent.swarm().hex());
    assertThat(json.get("length").longValue()).isEqualTo(torrent.layout().v1Bytes());
    assertThat(json.get("urlList"))
        .extracting(JsonNode::textValue)
        .containsExactlyElementsOf(torrent.webseeds());
    assertThat(json.get("announce"))
        .extracting(JsonNode::textValue)
        .containsExactlyElementsOf(torrent.trackers());
    for (int piece = 0; piece < torrent.layout().pieces(); piece++) {
      var ours = torrent.v1Piece(torrent.layout().piece(piece)).hex();
      assertThat(json.get("pieces").get(piece).textValue()).isEqualTo(ours);
    }
    for (var file : torrent.layout().files()) {
      assertThat(json.get("files")).anySatisfy(theirs -> assertSameFile(theirs, file));
    }
  }

  private static void assertSameFile(JsonNode theirs, TorrentLayout.Placement file) {
    assertThat(theirs.get("path").textValue()).isEqualTo(TITLE.slug() + "/" + file.path());
    assertThat(theirs.get("length").longValue()).isEqualTo(file.sizeBytes());
    assertThat(theirs.get("offset").longValue())
        .isEqualTo((long) file.firstPiece().value() * PieceLength.USUAL.bytes());
  }

  private Outcome askLibtorrent() {
    ForeignTools.require("python3-libtorrent", "/usr/bin/python3", "--version");
    var probe = ForeignTools.run(temp, List.of("/usr/bin/python3", "-c", "import libtorrent"));
    if (probe.exitCode() != 0) {
      ForeignTools.missing(
          "Python has no libtorrent: install the Debian package python3-libtorrent.");
    }
    var command =
        List.of("/usr/bin/python3", "-c", ASK_LIBTORRENT, torrentFile.toString(), temp.toString());
    var answer = ForeignTools.run(temp, command);
    assertThat(answer.exitCode()).as(answer.output()).isZero();
    return answer;
  }

  private Outcome askAria2(String... options) throws IOException {
    ForeignTools.require("aria2", "aria2c", "--version");
    var command =
        new ArrayList<>(
            List.of("aria2c", "--no-conf=true", "--enable-dht=false", "--enable-dht6=false"));
    command.addAll(
        List.of("--bt-enable-lpd=false", "--enable-peer-exchange=false", "--bt-exclude-tracker=*"));
    command.addAll(List.of("--seed-time=0", "--listen-port=20000-32000", "--dir=" + temp));
    command.addAll(List.of(options));
    command.add(torrentFile.toString());
    return ForeignTools.run(temp, command);
  }

  private void writePads() throws IOException {
    Files.createDirectories(folder.resolve(".pad"));
    for (var file : torrent.layout().files()) {
      if (file.padBytes() > 0) {
        Files.write(folder.resolve(".pad/" + file.padBytes()), new byte[file.padBytes()]);
      }
    }
  }

  private void changeAByte(ContentPath path, long offset) throws IOException {
    try (var file = new RandomAccessFile(path.below(folder).toFile(), "rw")) {
      file.seek(offset);
      int old = file.read();
      file.seek(offset);
      file.write(old ^ 1);
    }
  }

  private Sha1 writeV1View() throws IOException {
    var whole = Bencode.decodeDictionary(torrent.bytes(), BencodeLimits.TORRENT);
    var info =
        without((BencodeDictionary) whole.get("info").orElseThrow(), "file tree", "meta version");
    var view = new TreeMap<>(without(whole, "piece layers").entries());
    view.put(BencodeString.of("info"), info);
    Files.write(torrentFile, Bencode.encode(BencodeDictionary.of(view)));
    return Sha1.sha1(Bencode.encode(info));
  }

  private static BencodeDictionary without(BencodeDictionary dictionary, String... keys) {
    var rest = new TreeMap<>(dictionary.entries());
    for (var key : keys) {
      rest.remove(BencodeString.of(key));
    }
    return BencodeDictionary.of(rest);
  }

  private static Path installParseTorrent() throws IOException {
    ForeignTools.require("npm", "npm", "--version");
    var target = Files.createDirectories(Path.of("target", "node").toAbsolutePath());
    for (var name : List.of("package.json", "package-lock.json")) {
      var source = Path.of("src", "test", "node", name);
      Files.copy(source, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    var installed =
        ForeignTools.run(
            target, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    if (installed.exitCode() != 0) {
      ForeignTools.missing(
          "npm ci did not install parse-torrent; let npm reach its registry: "
              + installed.output());
    }
    return target.resolve("node_modules/.bin/parse-torrent");
  }
}
