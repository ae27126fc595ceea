package io.cordwood.webseed.publish.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.swarm.content.ContentPath;
import io.cordwood.webseed.publish.PublishException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageReaderTest {
  private static final String MASTER =
      "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000,RESOLUTION=64x36,CODECS=\"avc1.4d400d\"\nlow/index.m3u8\n";
  private static final String MEDIA =
      "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MAP:URI=\"init.mp4\"\n"
          + "#EXTINF:1.2345,\na.m4s\n#EXTINF:2,\nb%20c.m4s?x=1\n#EXT-X-ENDLIST\n";

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void makePackage() throws IOException {
    folder = parent.resolve("package");
    write("master.m3u8", MASTER);
    write("low/index.m3u8", MEDIA);
    write("low/init.mp4", "init");
    write("low/a.m4s", "a");
    write("low/b c.m4s", "b");
    write("unused.txt", "not named by any playlist");
  }

  @Test
  void whatThePlaylistsNameIsThePackage() throws Exception {
    var content = PackageReader.read(folder);
    assertThat(content.master()).hasToString("master.m3u8");
    assertThat(content.shared()).containsExactly(path("master.m3u8"));
    assertThat(content.poster()).isEmpty();
    assertThat(content.durationMs()).isEqualTo(3235);
    var rendition = content.renditions().getFirst();
    assertThat(rendition.name()).hasToString("low");
    assertThat(rendition.others())
        .containsExactlyInAnyOrder(path("low/index.m3u8"), path("low/init.mp4"));
    assertThat(rendition.segments())
        .containsExactly(
            new HlsPackage.Segment(
                path("low/a.m4s"), 1235, "#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:1.2345,\na.m4s"),
            new HlsPackage.Segment(path("low/b c.m4s"), 2000, "#EXTINF:2,\nb%20c.m4s?x=1"));
  }

  @Test
  void aMasterPlaylistOfAnotherNameAndAPosterAreFound() throws Exception {
    Files.move(folder.resolve("master.m3u8"), folder.resolve("main.m3u8"));
    write("poster.png", "png");
    var content = PackageReader.read(folder);
    assertThat(content.master()).hasToString("main.m3u8");
    assertThat(content.poster()).contains(path("poster.png"));
    assertThat(content.shared()).contains(path("poster.png"));
  }

  @Test
  void playlistsBesideOneAnotherNameTheirRenditions() throws Exception {
    write(
        "master.m3u8",
        MASTER.replace("low/index.m3u8", "a.m3u8") + "#EXT-X-STREAM-INF:BANDWIDTH=2\nb.m3u8\n");
    write("a.m3u8", "#EXTM3U\n#EXT-X-MAP:URI=\"i\"\n#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n");
    write("b.m3u8", "#EXTM3U\n#EXT-X-MAP:URI=\"i\"\n#EXTINF:1,\nb.ts\n#EXT-X-ENDLIST\n");
    write("a.ts", "a");
    write("b.ts", "b");
    write("i", "init for both");
    var content = PackageReader.read(folder);
    assertThat(content.renditions()).extracting(r -> r.name().value()).containsExactly("a", "b");
    assertThat(content.shared()).contains(path("i"));
    assertThat(content.renditions().getFirst().others()).containsExactly(path("a.m3u8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          a.m4s             | gone.m4s               | is not in
          a.m4s             | ../../outside.m4s      | lies outside
          a.m4s             | ..%2f..%2foutside.m4s  | lies outside
          a.m4s             | /etc/passwd            | lies outside
          a.m4s             | https://x.example/a    | lies outside
          a.m4s             | //x.example/a          | lies outside
          a.m4s             | a%zz.m4s               | is no URI
          a.m4s             | link.m4s               | lies outside
          a.m4s             | empty.m4s              | is empty
          a.m4s             | b%20c.m4s              | give each segment a file of its own
          #EXT-X-ENDLIST    | #EXT-X-VERSION:7       | has no #EXT-X-ENDLIST
          #EXTINF:1.2345,   | #EXTINF:later,         | is no media playlist
          #EXTINF:2,        | #EXT-X-BYTERANGE:5     | one whole file for each segment
          """)
  void aPackageThatIsNotWholeIsRefused(String line, String instead, String sentence)
      throws IOException {
    Files.writeString(parent.resolve("outside.m4s"), "outside");
    Files.createSymbolicLink(folder.resolve("low/link.m4s"), parent.resolve("outside.m4s"));
    write("low/empty.m4s", "");
    String replacement = instead.contains("BYTERANGE") ? line + "\n" + instead : instead;
    write("low/index.m3u8", MEDIA.replace(line, replacement));
    assertThatThrownBy(() -> PackageReader.read(folder))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining(sentence)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aFolderWithoutAMasterPlaylistIsRefused() throws IOException {
    Files.delete(folder.resolve("master.m3u8"));
    Files.copy(folder.resolve("low/index.m3u8"), folder.resolve("index.m3u8"));
    assertThatThrownBy(() -> PackageReader.read(folder))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("has no master playlist; put one named master.m3u8");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static ContentPath path(String path) {
    return ContentPath.parse(path);
  }
}
