package io.cordwood.tracker.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.Keystores;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
@Timeout(300)
class TrackerMainTest {
  private static final String LINE = "The tracker door listens on ws://127.0.0.1:";

  @TempDir Path folder;

  @Test
  void itSaysWhereItListensServesAndEndsCleanly() throws Exception {
    var process = start("--port", "0", "--allow", allowed("a".repeat(40)).toString());
    try (var out = process.inputReader();
        var http = HttpClient.newHttpClient()) {
      var line = out.readLine();
      assertThat(line).matches("\\Q" + LINE + "\\E[0-9]+/");
      var port = line.substring(LINE.length(), line.length() - 1);
      var metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
      assertThat(http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body())
          .contains("cordwood_tracker_connections", "jvm_memory_used_bytes");
      assertFails(1, "choose another port", start("--port", port));
      process.toHandle().destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(rest(out)).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void itSpeaksTls() throws Exception {
    var keystore = Keystores.make(folder.resolve("door.p12"), "localhost");
    var process =
        start(
            "--port",
            "0",
            "--tls-keystore",
            keystore.toString(),
            "--tls-password",
            Keystores.PASSWORD);
    try (var out = process.inputReader()) {
      assertThat(out.readLine()).startsWith("The tracker door listens on wss://127.0.0.1:");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void mistakesEndItWithASentence() throws Exception {
    assertFails(2, "Unknown option: '--colour'.", start("--colour"));
    assertFails(
        1,
        "Line 2 of " + folder.resolve("allowed.txt") + " is no info hash",
        start("--port", "0", "--allow", allowed("# ours", "x").toString()));
    assertFails(
        1,
        "cannot be read",
        start("--port", "0", "--tls-keystore", "/none.p12", "--tls-password", "x"));
  }

  private Path allowed(String... lines) throws IOException {
    return Files.write(folder.resolve("allowed.txt"), List.of(lines));
  }

  private static void assertFails(int status, String sentence, Process process) throws Exception {
    try (var error = process.errorReader()) {
      assertThat(rest(error)).anyMatch(line -> line.contains(sentence));
    }
    assertThat(process.waitFor()).isEqualTo(status);
  }

  private static List<String> rest(BufferedReader from) throws IOException {
    var lines = new ArrayList<String>();
    for (var line = from.readLine(); line != null; line = from.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  private static Process start(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TrackerMain.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }
}
