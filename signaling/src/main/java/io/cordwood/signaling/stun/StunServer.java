package io.cordwood.signaling.stun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * The STUN server (RFC 8489) on UDP, IPv4 and IPv6: one channel, one thread, no state. Counters may
 * be read on every thread.
 */
public final class StunServer implements AutoCloseable {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

  private final DatagramChannel channel;
  private final Thread thread;
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
    var buffer = ByteBuffer.allocate(StunAnswers.MAX_REQUEST_BYTES);
    while (channel.isOpen()) {
      try {
        buffer.clear();
        var from = (InetSocketAddress) channel.receive(buffer);
        take(buffer.flip(), from);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        ignored.increment();
      }
    }
  }

  private void take(ByteBuffer datagram, InetSocketAddress from) {
    StunAnswers.answer(datagram.array(), datagram.limit(), from)
        .ifPresentOrElse(answer -> send(answer, from), ignored::increment);
  }

  private void send(byte[] answer, InetSocketAddress to) {
    answered.increment();
    try {
      channel.send(ByteBuffer.wrap(answer), to);
    } catch (IOException e) {
      unsent.increment();
    }
  }
}
