package io.cordwood.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cordwood.bench.harness.Film;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundTest {
  @Test
  void everyViewerButOneTakesTheFirstSegmentAgain(@TempDir Path folder) throws IOException {
    var rung = Files.createDirectories(folder.resolve("480p"));
    Files.write(rung.resolve("1.m4s"), new byte[100]);
    Files.write(rung.resolve("2.m4s"), new byte[900]);
    Files.writeString(
        rung.resolve("index.m3u8"), "#EXTM3U\n#EXTINF:1.0,\n1.m4s\n#EXTINF:3.0,\n2.m4s\n");

    var bound = Bound.of(new Film(folder), "480p", 8);

    assertThat(bound.bySeconds()).isCloseTo(1 + 7 * 0.25, within(1e-9));
    assertThat(bound.byBytes()).isCloseTo(1 + 7 * 0.1, within(1e-9));
  }
}
