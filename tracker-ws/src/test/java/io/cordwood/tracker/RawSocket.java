package io.cordwood.tracker;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that can break every rule of RFC 6455. */
final class RawSocket implements AutoCloseable {
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CONTINUATION = 0x0;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xa;

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;
  final String head;

  /** A frame that came. */
  record Received(int opcode, byte[] payload) {
    int closeCode() {
      return ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    String closeReason() {
      return new String(payload, Short.BYTES, payload.length - Short.BYTES, StandardCharsets.UTF_8);
    }
  }

  private RawSocket(int port, byte[] beginning) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout((int) DoorRig.PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out.write(beginning);
    head = readHead();
  }

  static RawSocket upgraded(int port, String... headers) throws IOException {
    return sending(port, upgrade(headers));
  }

  /** Sends this first, then reads the head of the answer. */
  static RawSocket sending(int port, String beginning) throws IOException {
    return new RawSocket(port, beginning.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends this and is gone: the answer meets a reset. */
  static void abandoned(int port, String beginning) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** Sends this byte by byte, so slowly, until the other side ends; how many bytes it took. */
  static int dripped(int port, String text, Duration between) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) between.toMillis());
      for (int sent = 0; sent < text.length(); sent++) {
        try {
          socket.getOutputStream().write(text.charAt(sent));
          if (socket.getInputStream().read() < 0) {
            return sent;
          }
        } catch (SocketTimeoutException e) {
          continue;
        } catch (SocketException e) {
          return sent;
        }
      }
      return text.length();
    }
  }

  /** A request for a WebSocket. */
  static String upgrade(String... headers) {
    var lines = new StringBuilder();
    for (var header : headers) {
      lines.append(header).append("\r\n");
    }
    return """
        GET /announce HTTP/1.1\r
        Host: localhost\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
        """
        + lines
        + "\r\n";
  }

  private String readHead() throws IOException {
    var text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\n")) {
      text.append((char) in.readUnsignedByte());
    }
    return text.toString();
  }

  /** A masked frame, of which all bytes are sent. */
  void send(int opcode, boolean fin, byte[] payload) throws IOException {
    write(frame(opcode, fin, payload));
  }

  /** A masked frame (the mask is zero). */
  static byte[] frame(int opcode, boolean fin, byte[] payload) {
    var head = head(opcode, fin, payload.length);
    return ByteBuffer.allocate(head.remaining() + payload.length).put(head).put(payload).array();
  }

  /** The head of a masked frame (the mask is zero); its payload is the caller's to send. */
  void begin(int opcode, boolean fin, int length) throws IOException {
    var head = head(opcode, fin, length);
    out.write(head.array(), 0, head.limit());
  }

  private static ByteBuffer head(int opcode, boolean fin, int length) {
    var frame = ByteBuffer.allocate(14);
    frame.put((byte) ((fin ? 0x80 : 0) | opcode));
    if (length < 126) {
      frame.put((byte) (0x80 | length));
    } else if (length <= 0xffff) {
      frame.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(length);
    }
    return frame.putInt(0).flip();
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** What still comes until the other side ends. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  Received read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    return new Received(opcode, in.readNBytes(length));
  }

  /** Ends without a word: the other side meets a reset. */
  void reset() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  /** True when the other side has ended. */
  boolean isEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  /** True when the other side has ended next, by no reset. */
  boolean hasEndedOrderly() throws IOException {
    return in.read() < 0;
  }

  /** Sends a text; false when the other side takes nothing more. */
  boolean canSend(byte[] text) {
    try {
      send(TEXT, true, text);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
