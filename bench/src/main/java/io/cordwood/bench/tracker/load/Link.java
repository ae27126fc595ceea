package io.cordwood.bench.tracker.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One WebSocket from its TCP connection on.
 *
 * <p>States: connecting → asking (for the upgrade) → open → closed. What is written waits in {@code
 * out} until {@link #flush}. One thread.
 */
final class Link {
  private static final int MOST_WAITING = 64 << 20;
  private static final byte[] NOTHING = {};

  /** Where it stands. */
  enum State {
    CONNECTING,
    ASKING,
    OPEN,
    CLOSED
  }

  final SocketChannel channel;
  Peer peer;
  State state = State.CONNECTING;
  boolean dirty;
  private SelectionKey key;
  private byte[] partial = NOTHING;
  private int partialLength;
  private byte[] out = NOTHING;
  private int outFrom;
  private int outTo;

  Link(SocketChannel channel) {
    this.channel = channel;
  }

  void registered(SelectionKey as) {
    key = as;
  }

  /** The request for a WebSocket (RFC 6455, section 4.1); its key is of no account here. */
  void ask(String authority) throws IOException {
    channel.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
    state = State.ASKING;
    var request =
        """
        GET / HTTP/1.1\r
        Host: %s\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
            .formatted(authority)
            .getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(request, 0, room(request.length), outTo, request.length);
    wrote(request.length);
  }

  /** The array to write {@code length} bytes to, from {@link #outTo} on. */
  byte[] room(int length) {
    if (outTo + length > out.length) {
      if (outFrom > 0) {
        System.arraycopy(out, outFrom, out, 0, outTo - outFrom);
        outTo -= outFrom;
        outFrom = 0;
      }
      if (outTo + length > MOST_WAITING) {
        throw new IllegalStateException(
            "the tracker reads too slowly: 64 MiB wait for it on one connection");
      }
      if (outTo + length > out.length) {
        out = Arrays.copyOf(out, Math.max(outTo + length, 2 * out.length));
      }
    }
    return out;
  }

  int outTo() {
    return outTo;
  }

  /** This many bytes were written to {@link #room}. */
  void wrote(int length) {
    outTo += length;
  }

  /** Writes what waits, as far as the socket takes it. Returns the bytes that it took. */
  int flush(ByteBuffer direct) throws IOException {
    var taken = 0;
    while (outFrom < outTo) {
      direct.clear().put(out, outFrom, Math.min(outTo - outFrom, direct.capacity())).flip();
      var written = channel.write(direct);
      outFrom += written;
      taken += written;
      if (direct.hasRemaining()) {
        break;
      }
    }
    if (outFrom == outTo) {
      outFrom = 0;
      outTo = 0;
    }
    writing(outTo > 0);
    return taken;
  }

  private void writing(boolean wanted) {
    var ops = SelectionKey.OP_READ | (wanted ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }

  /** Gives back what was kept of the last read; returns how many bytes. */
  int restore(byte[] to) {
    System.arraycopy(partial, 0, to, 0, partialLength);
    return partialLength;
  }

  /** Keeps the beginning of a frame until the rest comes. */
  void keep(byte[] from, int at, int length) {
    if (partial.length < length) {
      partial = new byte[Math.max(2048, length)];
    }
    System.arraycopy(from, at, partial, 0, length);
    partialLength = length;
  }

  void close() {
    state = State.CLOSED;
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
