package io.cordwood.bench.tracker.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The sockets of all peers on one selector; what is written in a turn leaves at its end. */
final class Reactor implements AutoCloseable {
  private static final int BUFFER = 256 * 1024;
  private static final int ADDRESSES = 40;

  /** Is told what happens; called on the reactor's thread. */
  interface Listener {
    void opened(Link link);

    /** A whole message; the bytes are valid during the call. */
    void message(Link link, byte[] bytes, int from, int to);

    void pong(Link link);

    /** The connection ended without our doing. */
    void lost(Link link, String why);
  }

  private final Selector selector;
  private final InetSocketAddress server;
  private final Listener listener;
  private final Tally tally;
  private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
  private final byte[] heap = new byte[2 * BUFFER];
  private final ServerFrames frames = new ServerFrames();
  private List<Link> dirty = new ArrayList<>();
  private List<Link> flushing = new ArrayList<>();
  private int connected;

  Reactor(InetSocketAddress server, Listener listener, Tally tally) {
    this.server = server;
    this.listener = listener;
    this.tally = tally;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a connection, from one loopback address after the other: each has 28,000 ports. */
  Link connect() {
    try {
      var channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.bind(new InetSocketAddress("127.0.0." + (2 + connected++ % ADDRESSES), 0));
      var link = new Link(channel);
      channel.connect(server);
      link.registered(channel.register(selector, SelectionKey.OP_CONNECT, link));
      return link;
    } catch (IOException e) {
      throw new IllegalStateException("connection " + connected + ": " + e.getMessage(), e);
    }
  }

  /** Reads what is there, waiting at most this long for something (0: not at all), and writes. */
  void turn(long waitMs) {
    try {
      flush();
      if (waitMs == 0) {
        selector.selectNow(this::ready);
      } else {
        selector.select(this::ready, waitMs);
      }
      flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something was written to this link. */
  void dirty(Link link) {
    if (!link.dirty) {
      link.dirty = true;
      dirty.add(link);
    }
  }

  /** Writes a frame. */
  void write(Link link, byte[] frame) {
    System.arraycopy(frame, 0, link.room(frame.length), link.outTo(), frame.length);
    link.wrote(frame.length);
    dirty(link);
  }

  private void flush() {
    var links = dirty;
    dirty = flushing;
    flushing = links;
    for (var link : links) {
      link.dirty = false;
      if (link.state != Link.State.CLOSED) {
        flush(link);
      }
    }
    links.clear();
  }

  private void flush(Link link) {
    try {
      tally.bytesOut += link.flush(direct);
    } catch (IOException e) {
      lost(link, "broken: " + e.getMessage());
    }
  }

  private void ready(SelectionKey key) {
    var link = (Link) key.attachment();
    try {
      if (link.state == Link.State.CONNECTING) {
        link.ask(server.getAddress().getHostAddress() + ":" + server.getPort());
        dirty(link);
        return;
      }
      if (key.isWritable()) {
        tally.bytesOut += link.flush(direct);
      }
      if (key.isReadable()) {
        read(link);
      }
    } catch (IOException e) {
      lost(link, "broken: " + e.getMessage());
    } catch (IllegalStateException e) {
      lost(link, e.getMessage());
    }
  }

  private void read(Link link) throws IOException {
    var read = link.channel.read(direct.clear());
    if (read < 0) {
      lost(link, "closed without a close frame");
      return;
    }
    tally.bytesIn += read;
    var kept = link.restore(heap);
    direct.flip().get(heap, kept, read);
    var to = kept + read;
    var from = link.state == Link.State.ASKING ? head(link, to) : 0;
    if (link.state == Link.State.OPEN) {
      from = frames(link, from, to);
    }
    if (link.state != Link.State.CLOSED) {
      link.keep(heap, from, to - from);
    }
  }

  private int head(Link link, int to) {
    for (var i = 3; i < to; i++) {
      if (heap[i] == '\n' && heap[i - 1] == '\r' && heap[i - 2] == '\n' && heap[i - 3] == '\r') {
        var head = new String(heap, 0, i, StandardCharsets.ISO_8859_1);
        if (!head.startsWith("HTTP/1.1 101")) {
          throw new IllegalStateException("refused: " + head.lines().findFirst().orElse(""));
        }
        link.state = Link.State.OPEN;
        listener.opened(link);
        return i + 1;
      }
    }
    return 0;
  }

  private int frames(Link link, int from, int to) {
    var at = from;
    while (link.state == Link.State.OPEN && frames.next(heap, at, to)) {
      var payload = frames.payload;
      at = frames.end;
      switch (frames.opcode) {
        case ServerFrames.TEXT, ServerFrames.BINARY -> {
          if (!frames.fin) {
            throw new IllegalStateException("a message in parts");
          }
          listener.message(link, heap, payload, at);
        }
        case ServerFrames.PING ->
            write(link, ClientFrame.control(ServerFrames.PONG, heap, payload, at - payload));
        case ServerFrames.PONG -> listener.pong(link);
        case ServerFrames.CLOSE -> lost(link, closed(payload, at));
        default -> throw new IllegalStateException("opcode " + frames.opcode);
      }
    }
    return at;
  }

  private String closed(int from, int to) {
    if (to - from < 2) {
      return "closed without a code";
    }
    var code = (heap[from] & 0xff) << 8 | heap[from + 1] & 0xff;
    var reason = new String(heap, from + 2, to - from - 2, StandardCharsets.UTF_8);
    return "closed " + code + " " + reason;
  }

  private void lost(Link link, String why) {
    if (link.state != Link.State.CLOSED) {
      link.close();
      listener.lost(link, why);
    }
  }

  @Override
  public void close() {
    try {
      selector.keys().forEach(key -> ((Link) key.attachment()).close());
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
