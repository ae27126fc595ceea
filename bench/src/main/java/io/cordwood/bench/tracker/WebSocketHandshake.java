package io.cordwood.bench.tracker;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** The opening of a WebSocket by its client (RFC 6455, section 4.1). */
final class WebSocketHandshake {
  private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_HEAD_BYTES = 16 * 1024;

  private WebSocketHandshake() {}

  /** Asks and reads the answer; throws {@link IOException} unless the server took it. */
  static void shake(URI address, DataInputStream in, OutputStream out) throws IOException {
    var nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    var key = Base64.getEncoder().encodeToString(nonce);
    out.write(request(address, key).getBytes(StandardCharsets.US_ASCII));
    out.flush();
    var head = readHead(in);
    if (!head.startsWith("HTTP/1.1 101")) {
      throw new IOException("no WebSocket here: " + head.lines().findFirst().orElse(""));
    }
    if (head.lines().noneMatch(line -> accepts(line, acceptOf(key)))) {
      throw new IOException("the server's Sec-WebSocket-Accept is wrong");
    }
  }

  /** What a server must answer to a key. */
  static String acceptOf(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      var hash = digest.digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean accepts(String line, String accept) {
    var colon = line.indexOf(':');
    return colon > 0
        && line.substring(0, colon).equalsIgnoreCase("Sec-WebSocket-Accept")
        && line.substring(colon + 1).strip().equals(accept);
  }

  private static String request(URI address, String key) {
    var path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    var query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return """
    GET %s HTTP/1.1\r
    Host: %s\r
    Connection: Upgrade\r
    Upgrade: websocket\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: %s\r
    \r
    """
        .formatted(path + query, address.getRawAuthority(), key);
  }

  private static String readHead(DataInputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n", Math.max(0, text.length() - 4)) < 0) {
      if (text.length() == MAX_HEAD_BYTES) {
        throw new IOException("the answer's head has no end");
      }
      text.append((char) in.readUnsignedByte());
    }
    return text.toString();
  }
}
