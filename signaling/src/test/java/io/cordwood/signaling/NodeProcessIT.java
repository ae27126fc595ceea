package io.cordwood.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.testkit.Listener;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProcessIT {
  @TempDir Path data;

  @Test
  void titlesAndTicketsOutliveARestart() throws Exception {
    String ticketKey;
    try (var node = start(Map.of())) {
      var client = new NodeClient(node.address());
      assertThat(client.publish(Samples.title("demo", "logs", "it", true)).statusCode())
          .isEqualTo(201);
      ticketKey = key(client);
      node.terminate();
      assertThat(node.exitCode()).isIn(0, 143);
    }
    try (var node = start(Map.of())) {
      var client = new NodeClient(node.address());
      assertThat(client.get("/v1/titles/demo/logs").statusCode()).isEqualTo(200);
      assertThat(key(client)).isEqualTo(ticketKey);
    }
  }

  @Test
  void titlesOutliveANodeThatIsKilled() throws Exception {
    try (var node = start(Map.of())) {
      new NodeClient(node.address()).publish(Samples.title("demo", "logs", "it", true));
    }
    try (var node = start(Map.of())) {
      var titles = new NodeClient(node.address()).get("/v1/titles/demo/logs");
      assertThat(titles.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aNodeThatStopsAsksItsViewersToComeBack() throws Exception {
    try (var node = start(Map.of())) {
      var client = new NodeClient(node.address());
      client.publish(Samples.title("demo", "logs", "it", true));
      var answer = NodeClient.json(client.join("demo/logs", Samples.fingerprint("a")));
      var viewer = new Listener(client.http(), URI.create(answer.get("signal").asText()));
      viewer.socket.sendText(
          "{\"type\":\"hello\",\"ticket\":\"" + answer.get("ticket").asText() + "\"}", true);
      assertThat(viewer.nextText()).contains("\"type\":\"welcome\"");
      node.terminate();
      assertThat(viewer.nextText()).contains("\"type\":\"reconnect\"", "\"afterMs\":");
      assertThat(viewer.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void theLogIsAFewLinesWithTheAddresses() throws Exception {
    try (var node = start(Map.of())) {
      var address = node.address();
      var client = new NodeClient(address);
      client.join("nobody/nothing", "bad");
      breakOff(address, "GET / HTTP/1.1\r\nHost: a\r\n");
      breakOff(address, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nno settings at all");
      client.get("/nowhere");
      node.terminate();
      assertThat(node.log())
          .hasSizeLessThanOrEqualTo(6)
          .allSatisfy(line -> assertThat(line).contains(" INFO "))
          .anySatisfy(line -> assertThat(line).contains("Tracker door: port "))
          .anySatisfy(line -> assertThat(line).contains("STUN: UDP port "));
    }
  }

  @Test
  void theOperatorsKeyIsMadeAtTheFirstStartForItsOwnerOnly() throws Exception {
    try (var node = start(Map.of("CORDWOOD_OPERATOR_KEY", ""))) {
      var client = new NodeClient(node.address());
      var file = data.resolve("operator.key");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(
              client
                  .post(
                      "/v1/titles",
                      Samples.title("demo", "logs", "it", true),
                      "Content-Type",
                      "application/json",
                      "Authorization",
                      "Bearer " + Files.readString(file).strip())
                  .statusCode())
          .isEqualTo(201);
    }
  }

  @Test
  void aTakenStunPortIsOneSentence() throws Exception {
    try (var taken = new DatagramSocket(new InetSocketAddress(0));
        var node = start(Map.of("CORDWOOD_STUN_PORT", "" + taken.getLocalPort()))) {
      assertThat(node.exitCode()).isEqualTo(1);
      node.assertOneSentence("CORDWOOD_STUN_PORT");
    }
  }

  @Test
  void aDataFolderThatIsAFileIsOneSentence() throws Exception {
    Files.writeString(data.resolve("catalogue"), "in the way");
    try (var node = start(Map.of())) {
      assertThat(node.exitCode()).isEqualTo(1);
      node.assertOneSentence("CORDWOOD_DATA");
    }
  }

  @Test
  void aTakenHttpPortIsOneSentence() throws Exception {
    try (var taken = new ServerSocket(0);
        var node = start(Map.of("CORDWOOD_HTTP_PORT", "" + taken.getLocalPort()))) {
      assertThat(node.exitCode()).isEqualTo(1);
      assertThat(node.log())
          .anySatisfy(line -> assertThat(line).contains("" + taken.getLocalPort()))
          .noneSatisfy(line -> assertThat(line).startsWith("\tat "));
    }
  }

  @Test
  void withoutDoorsTheNodeServesViewersWithoutStun() throws Exception {
    try (var node =
        start(Map.of("CORDWOOD_STUN_ENABLED", "false", "CORDWOOD_TRACKER_ENABLED", "false"))) {
      var client = new NodeClient(node.address());
      client.publish(Samples.title("demo", "logs", "it", true));
      var answer = NodeClient.json(client.join("demo/logs", Samples.fingerprint("a")));
      assertThat(answer.get("iceServers")).isEmpty();
    }
  }

  @Test
  void withAKeyStoreTheNodeSpeaksHttps() throws Exception {
    var certificate = LocalCertificate.make(data.resolve("local.p12"));
    try (var node = start(certificate.settings())) {
      var address = node.address();
      assertThat(address.getScheme()).isEqualTo("https");
      try (var https = HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
        var titles = HttpRequest.newBuilder(address.resolve("/v1/titles")).build();
        assertThat(https.send(titles, BodyHandlers.ofString()).body()).isEqualTo("{\"titles\":[]}");
      }
    }
  }

  private NodeProcess start(Map<String, String> settings) throws Exception {
    return new NodeProcess(data, settings);
  }

  /** Sends the beginning of something, and resets the connection. */
  private static void breakOff(URI node, String beginning) throws Exception {
    try (var socket = new Socket(node.getHost(), node.getPort())) {
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String key(NodeClient client) {
    var answer = client.join("demo/logs", Samples.fingerprint("a"));
    return NodeClient.json(answer).get("ticketKey").toString();
  }
}
