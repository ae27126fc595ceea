package io.cordwood.bench.tracker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket client on a plain socket that can break every rule of RFC 6455. A virtual thread of
 * its own reads; what came waits in order, the end last. Pings are answered at once, unless it is
 * silent. One thread sends and takes.
 */
public final class RawTrackerClient implements AutoCloseable {
  private static final Duration OPENING = Duration.ofSeconds(10);
  private static final int NORMAL = 1000;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
  private volatile boolean silent;

  private RawTrackerClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  /** Opens a WebSocket; throws {@link IOException} when the server does not take it. */
  public static RawTrackerClient open(TrackerAddress address) throws IOException {
    var socket = address.connect();
    try {
      socket.setSoTimeout((int) OPENING.toMillis());
      var client = new RawTrackerClient(socket);
      WebSocketHandshake.shake(address.uri(), client.in, client.out);
      socket.setSoTimeout(0);
      Thread.ofVirtual().name("tracker-client").start(client::read);
      return client;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends a frame; throws {@link IOException} when the socket is gone. */
  public void send(Frame frame) throws IOException {
    write(frame.masked(ThreadLocalRandom.current().nextInt()));
  }

  /** Sends bytes as they are: a frame that is cut off, or none at all. */
  public void write(byte[] bytes) throws IOException {
    synchronized (out) {
      out.write(bytes);
      out.flush();
    }
  }

  /** From now on pings are not answered: the client of a machine that has lost its network. */
  public void fallSilent() {
    silent = true;
  }

  /** The next of what came, or nothing within the limit. After {@code Closed} nothing comes. */
  public Optional<Incoming> take(Duration limit) throws InterruptedException {
    return Optional.ofNullable(incoming.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Cuts the TCP connection without a word. */
  public void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone, as it should be
    }
  }

  /** Says goodbye with a close frame and closes. */
  @Override
  public void close() {
    try {
      send(Frame.whole(Frame.CLOSE, new byte[] {NORMAL >> 8, (byte) NORMAL}));
    } catch (IOException e) {
      // the server was faster
    }
    cut();
  }

  private void read() {
    incoming.add(new Incoming.Closed(readUntilClose()));
  }

  private int readUntilClose() {
    var message = new ByteArrayOutputStream();
    var text = false;
    try {
      while (true) {
        var frame = Frame.read(in);
        switch (frame.opcode()) {
          case Frame.CLOSE -> {
            answerClose(frame);
            return frame.closeCode();
          }
          case Frame.PING -> answerPing(frame);
          case Frame.PONG -> incoming.add(new Incoming.Pong(frame.payload()));
          default -> {
            text = frame.opcode() == Frame.CONTINUATION ? text : frame.opcode() == Frame.TEXT;
            message.write(frame.payload());
            if (frame.fin()) {
              incoming.add(new Incoming.Message(text, message.toByteArray()));
              message.reset();
            }
          }
        }
      }
    } catch (IOException e) {
      return Frame.NO_CLOSE_FRAME;
    }
  }

  private void answerPing(Frame ping) throws IOException {
    incoming.add(new Incoming.Ping(ping.payload()));
    if (!silent) {
      send(Frame.whole(Frame.PONG, ping.payload()));
    }
  }

  private void answerClose(Frame close) {
    try {
      send(Frame.whole(Frame.CLOSE, close.payload()));
    } catch (IOException e) {
      // the server did not wait for it
    }
    cut();
  }
}
