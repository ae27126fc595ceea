package io.cordwood.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.webseed.http.RawHttp;
import io.cordwood.webseed.node.NodeDouble;
import io.cordwood.webseed.publish.SmallPackage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeIT {
  /** What Vert.x says when an event loop got no core for two seconds. */
  private static final String SLOW_MACHINE = "has been blocked for";

  private static final Pattern SERVING = Pattern.compile("on port (\\d+)");

  @TempDir Path folder;

  @Test
  void aServerRegistersWhatIsPublishedServesItAndGoesQuietly() throws Exception {
    Files.writeString(folder.resolve("operator.key"), "secret");
    Path input = SmallPackage.write(Files.createDirectory(folder.resolve("package")));
    try (var node = new NodeDouble()) {
      String url = node.url().toString();
      var published = publish(input, "http://127.0.0.1:9");
      assertThat(published.output()).contains("the webseed registers it when the node is there");
      Process server = serve(url);
      try (var output = server.inputReader()) {
        int port = port(output);
        assertThat(node.heartbeats.poll(2, TimeUnit.MINUTES).getJsonArray("titles"))
            .containsExactly("demo/small");
        assertThat(node.titles.poll(2, TimeUnit.MINUTES).getString("slug")).isEqualTo("small");
        var http = new RawHttp(port);
        assertThat(http.send("GET", "/health").text()).isEqualTo("{\"status\":\"UP\"}");
        var segment = http.send("GET", "/t/demo/small/low/s5.m4s", "Range: bytes=299990-");
        assertThat(segment.status()).isEqualTo(206);
        assertThat(segment.body()).hasSize(10);
        Films.run(List.of("kill", "-TERM", Long.toString(server.pid())));
        assertThat(server.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output.lines().filter(line -> !line.contains(SLOW_MACHINE)).toList())
            .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"))
            .noneMatch(line -> line.startsWith("\tat "));
      } finally {
        server.destroyForcibly();
      }
      assertThat(node.heartbeats).anyMatch(heartbeat -> heartbeat.getBoolean("draining"));
    }
  }

  @Test
  void itsNameStaysTheSame() throws Exception {
    Files.writeString(folder.resolve("operator.key"), "secret");
    try (var node = new NodeDouble()) {
      assertThat(nameOfAServer(node)).isEqualTo(nameOfAServer(node)).hasSize(36);
    }
  }

  private String nameOfAServer(NodeDouble node) throws Exception {
    Process server = serve(node.url().toString());
    try (var output = server.inputReader()) {
      port(output);
      return node.heartbeats.poll(2, TimeUnit.MINUTES).getString("id");
    } finally {
      server.destroyForcibly().waitFor();
      node.heartbeats.clear();
    }
  }

  @Test
  void aBusyPortHasTheFixInItsSentence() throws Exception {
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var run =
          Cli.run(
              "serve",
              "--host",
              "127.0.0.1",
              "--port",
              Integer.toString(busy.getLocalPort()),
              "--data",
              folder.toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.output())
          .contains(
              "cordwood: Port %d on 127.0.0.1 cannot be had; stop the program that has it, or choose another with --port."
                  .formatted(busy.getLocalPort()))
          .doesNotContain("Exception");
    }
  }

  private Films.Run publish(Path input, String node) throws Exception {
    return Cli.run(
        "publish",
        input.toString(),
        "--owner",
        "demo",
        "--slug",
        "small",
        "--data",
        folder.toString(),
        "--node",
        node);
  }

  private Process serve(String node) throws IOException {
    return Cli.start(
        "serve", "--host", "127.0.0.1", "--port", "0", "--data", folder.toString(), "--node", node);
  }

  private static int port(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      var matcher = SERVING.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("the server ended");
  }
}
