package io.cordwood.signaling.stun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * The STUN server (RFC 8489) on UDP, IPv4 and IPv6: one channel, one thread, no state. The thread
 * owns the two buffers; counters may be read on every thread.
 */
public final class StunServer implements AutoCloseable {
  /** Room for a burst of requests while the thread waits for a core; Linux gives what it allows. */
  private static final int BURST_BYTES = 1 << 20;

  private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

  private final DatagramChannel channel;
  private final Thread thread;
  private final ByteBuffer request = ByteBuffer.allocateDirect(StunAnswers.MAX_REQUEST_BYTES);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(PlainAnswers.MAX_ANSWER_BYTES);
  private final LongAdder answered = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final LongAdder unsent = new LongAdder();

  private StunServer(DatagramChannel channel) {
    this.channel = channel;
    this.thread = Thread.ofPlatform().name("stun").daemon().unstarted(this::run);
  }

  /**
   * Binds the port on all addresses and begins to answer.
   *
   * @param port 0 takes a free one
   * @throws IOException when the port is taken
   */
  public static StunServer start(int port) throws IOException {
    var channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, BURST_BYTES);
      channel.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    var server = new StunServer(channel);
    server.thread.start();
    return server;
  }

  /** The UDP port. */
  public int port() {
    try {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Binding requests answered, {@link #unsent} among them. */
  public long answered() {
    return answered.sum();
  }

  /** Datagrams met with silence, for they were no Binding requests. */
  public long ignored() {
    return ignored.sum();
  }

  /** Answers that the network did not take. */
  public long unsent() {
    return unsent.sum();
  }

  /** Stops answering and waits for the thread's end. Idempotent. */
  @Override
  public void close() {
    try {
      channel.close();
      thread.join(STOP_WITHIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (channel.isOpen()) {
      try {
        request.clear();
        var from = (InetSocketAddress) channel.receive(request);
        request.flip();
        take(from);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        ignored.increment();
      }
    }
  }

  private void take(InetSocketAddress from) {
    if (PlainAnswers.answer(request, from, answer)) {
      send(answer, from);
    } else {
      var bytes = new byte[request.limit()];
      request.get(bytes);
      StunAnswers.answer(bytes, bytes.length, from)
          .ifPresentOrElse(a -> send(ByteBuffer.wrap(a), from), ignored::increment);
    }
  }

  private void send(ByteBuffer datagram, InetSocketAddress to) {
    answered.increment();
    try {
      channel.send(datagram, to);
    } catch (IOException e) {
      unsent.increment();
    }
  }
}
