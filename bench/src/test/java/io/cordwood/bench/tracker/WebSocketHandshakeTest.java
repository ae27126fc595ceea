package io.cordwood.bench.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebSocketHandshakeTest {
  @Test
  void theAcceptIsTheExampleOfTheSpecification() {
    assertThat(WebSocketHandshake.acceptOf("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Test
  void aServerThatRefusesIsAnErrorWithItsFirstLine() {
    assertThatThrownBy(() -> shake("HTTP/1.1 403 Forbidden\r\n\r\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("403 Forbidden");
  }

  @Test
  void aServerWithAnotherAcceptIsAnError() {
    assertThatThrownBy(
            () -> shake("HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: another\r\n\r\n"))
        .hasMessageContaining("Sec-WebSocket-Accept is wrong");
  }

  @Test
  void aHeadWithoutAnEndIsAnError() {
    assertThatThrownBy(() -> shake("HTTP/1.1 101 ".repeat(5_000)))
        .hasMessageContaining("has no end");
  }

  @Test
  void theRequestHasThePathAndTheQuery() {
    var sent = new ByteArrayOutputStream();
    assertThatThrownBy(() -> shake("HTTP/1.1 404 \r\n\r\n", sent)).isInstanceOf(IOException.class);
    assertThat(sent.toString(StandardCharsets.US_ASCII))
        .startsWith("GET /announce?token=a HTTP/1.1\r\nHost: tracker.example:8000\r\n")
        .endsWith("\r\n\r\n");
  }

  private static void shake(String answer) throws IOException {
    shake(answer, new ByteArrayOutputStream());
  }

  private static void shake(String answer, ByteArrayOutputStream sent) throws IOException {
    var bytes = answer.getBytes(StandardCharsets.US_ASCII);
    var address = URI.create("ws://tracker.example:8000/announce?token=a");
    WebSocketHandshake.shake(address, new DataInputStream(new ByteArrayInputStream(bytes)), sent);
  }
}
