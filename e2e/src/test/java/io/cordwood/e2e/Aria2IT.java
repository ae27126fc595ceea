package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A downloader that knows BitTorrent and HTTP but not WebRTC: Debian's aria2 1.36. It takes the
 * hybrid torrent as it is published, and the webseed from its url-list (BEP 19).
 *
 * <p>It cannot join our swarm, and not for want of WebRTC alone: its parser drops the empty keys
 * that every file of BEP 52's tree has, and it hashes what it has parsed, so its info hash is
 * another one. The v1 pieces, by which it checks what it downloads, are not touched by that.
 */
@ExtendWith(WithWorld.class)
class Aria2IT {
  private static final long SECONDS = 240;

  @Test
  void itFetchesTheFilmFromTheWebseed(World world, @TempDir Path folder)
      throws IOException, InterruptedException {
    var torrent =
        Files.write(folder.resolve("title.torrent"), TorrentFile.of(world, World.FILM).bytes());
    var target = Files.createDirectory(folder.resolve("downloaded"));

    assertThat(aria2(torrent, target, folder.resolve("aria2.log"))).isZero();

    assertThat(Digests.of(target.resolve(World.FILM))).isEqualTo(Digests.of(world.film().folder()));
  }

  /** Runs it without its peers and its seeding; returns the exit status. */
  private static int aria2(Path torrent, Path target, Path log)
      throws IOException, InterruptedException {
    var command =
        List.of(
            "aria2c",
            "--no-conf",
            "--dir=" + target,
            "--seed-time=0",
            "--bt-exclude-tracker=*",
            "--enable-dht=false",
            "--bt-enable-lpd=false",
            "--enable-peer-exchange=false",
            "--file-allocation=none",
            "--show-console-readout=false",
            torrent.toString());
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      var ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      assertThat(ended).as(() -> "aria2 ends; it printed\n" + printed(log)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String printed(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
