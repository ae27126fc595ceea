package io.cordwood.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.ChannelConfig;
import io.cordwood.webseed.live.ChannelFolder;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cordwood live} says when it cannot do what it is asked for; no webseed answers. */
class LiveCommandTest {
  @TempDir Path data;
  private String ffmpeg;
  private String ffprobe;
  private int exitCode;

  @BeforeEach
  void programsThatAreThere() throws IOException {
    ffmpeg = program("ffmpeg", "exit 0");
    ffprobe = program("ffprobe", "printf 'video,720\\naudio\\n12.500000\\n'");
  }

  @Test
  void withoutFfmpegItSaysWhatToInstallBeforeAnythingIsMade() throws IOException {
    ffmpeg = "no-such-ffmpeg";
    assertThat(live("news")).contains("ffmpeg is missing", "apt install ffmpeg", "--push");
    assertThat(Files.exists(data.resolve("live"))).isFalse();
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void anInputThatIsNotThereIsNamedWithFfmpegsReason() throws IOException {
    ffprobe = program("ffprobe", "echo 'gone.mp4: No such file or directory' >&2; exit 1");
    assertThat(live("news", "gone.mp4")).contains("gone.mp4", "No such file or directory");
    assertThat(Files.exists(data.resolve("live"))).isFalse();
    ffprobe = program("ffprobe", "echo audio");
    assertThat(live("news", "song.mp3")).contains("song.mp3 has no picture");
  }

  @Test
  void aFilmsNameIsTaken() throws IOException {
    Files.createDirectories(data.resolve("titles/home/logs"));
    assertThat(live("logs")).contains("There is a film home/logs", "another name");
  }

  @Test
  void soIsTheNameOfAChannelOfAnotherOwner() throws IOException {
    var other = TitleId.parse("demo/news");
    var folder = ChannelFolder.of(new StoreLayout(data), other);
    folder.write(
        new ChannelConfig(
            "demo", "news", "News", true, ChannelConfig.hash("k"), 10, 0, true, 1, "ws://t", "w"));
    assertThat(live("news")).contains("There is a channel demo/news", "--owner demo");
    assertThat(live("news", "--owner", "demo")).contains("No webseed answers");
  }

  @Test
  void aChannelHasOneEncoderOnAMachineAtATime() throws Exception {
    var store = new StoreLayout(data);
    try (var _ = EncoderSeat.take(store, TitleId.parse("home/news"))) {
      assertThat(live("news")).contains("home/news is on the air from this machine already");
      assertThat(live("weather")).contains("No webseed answers");
    }
    assertThat(live("news")).contains("No webseed answers");
  }

  @Test
  void withoutAWebseedItSaysHowToStartOne() throws IOException {
    assertThat(live("news")).contains("No webseed answers at http://127.0.0.1:", "./cordwood up");
    assertThat(exitCode).isEqualTo(1);
    assertThat(Files.exists(data.resolve("live"))).isFalse();
  }

  @Test
  void aChannelThatIsNotThereCannotBeStopped() throws IOException {
    assertThat(live("stop", "news")).contains("There is no channel home/news", "--owner");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void wrongUseIsExplained() throws IOException {
    assertThat(live("stop")).contains("Which channel? live stop NAME");
    assertThat(live("news", "--dvr", "2 hours")).contains("--dvr is a number with s, m or h");
    assertThat(live("news", "--window", "2")).contains("--window is 3 to 10000");
    assertThat(live("news", "--max-gib", "0")).contains("--max-gib at least 1");
    assertThat(live("The News")).contains("slug");
    assertThat(exitCode).isEqualTo(2);
  }

  /** Runs {@code live}, and returns what it complains of. */
  private String live(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of("live"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data.toString(), "--ffmpeg", ffmpeg, "--ffprobe", ffprobe));
    all.addAll(List.of("--webseed", "http://127.0.0.1:" + unusedPort()));
    var complaints = new StringWriter();
    exitCode =
        Main.commands()
            .setErr(new PrintWriter(complaints, true))
            .execute(all.toArray(String[]::new));
    return complaints.toString();
  }

  private static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String program(String name, String script) throws IOException {
    var file = data.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }
}
