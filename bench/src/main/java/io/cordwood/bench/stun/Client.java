package io.cordwood.bench.stun;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * One socket that asks a STUN server, with a fixed number of requests in flight at most. Each
 * request in flight has a place; the number in its transaction id is the place's, plus a multiple
 * of how many places there are, so that a late or repeated answer is known as such. Never blocks;
 * used by one thread.
 */
final class Client implements AutoCloseable {
  /** Called for a right answer with the moment its request was due. */
  @FunctionalInterface
  interface Answered {
    void at(int place, long dueNanos) throws IOException;
  }

  private static final int LARGEST_ANSWER = 1500;

  private final DatagramChannel channel;
  private final BindingCheck check;
  private final long[] number;
  private final long[] dueNanos;
  private final long[] askedNanos;
  private final boolean[] inFlight;
  private final ByteBuffer request = ByteBuffer.allocateDirect(BindingCheck.REQUEST_BYTES);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(LARGEST_ANSWER);
  private long wrong;
  private long lost;

  private Client(DatagramChannel channel, BindingCheck check, int places) {
    this.channel = channel;
    this.check = check;
    this.number = new long[places];
    this.dueNanos = new long[places];
    this.askedNanos = new long[places];
    this.inFlight = new boolean[places];
    for (int place = 0; place < places; place++) {
      number[place] = place;
    }
  }

  /** Opens the socket, on the address that the server's is reached from. */
  static Client open(InetSocketAddress server, int salt, int places) throws IOException {
    var channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(server.getAddress(), 0)).connect(server);
    channel.configureBlocking(false);
    var own = (InetSocketAddress) channel.getLocalAddress();
    return new Client(channel, new BindingCheck(own, salt), places);
  }

  /** Asks from a free place, if one is; one that has waited since before a moment is free. */
  boolean askFree(long dueNanos, long nowNanos, long askedBeforeNanos) throws IOException {
    for (int place = 0; place < number.length; place++) {
      if (isFree(place, askedBeforeNanos)) {
        ask(place, dueNanos, nowNanos);
        return true;
      }
    }
    return false;
  }

  /** Asks anew from a place; what it asked before and was not answered counts as lost. */
  void ask(int place, long dueNanos, long nowNanos) throws IOException {
    if (inFlight[place]) {
      lost++;
    }
    number[place] += number.length;
    this.dueNanos[place] = dueNanos;
    askedNanos[place] = nowNanos;
    check.request(request, number[place]);
    inFlight[place] = write();
  }

  /** Takes what has come, at most one answer a place. Returns how many were right. */
  int take(Answered answered) throws IOException {
    int right = 0;
    for (int i = 0; i < number.length && read(); i++) {
      long answeredNumber = check.answered(answer);
      int place = (int) Long.remainderUnsigned(answeredNumber, number.length);
      if (answeredNumber == number[place] && inFlight[place]) {
        inFlight[place] = false;
        right++;
        answered.at(place, dueNanos[place]);
      } else {
        wrong++;
      }
    }
    return right;
  }

  /** Asks from each free place; one that has waited since before a moment is free. */
  void askAgain(long askedBeforeNanos, long nowNanos) throws IOException {
    for (int place = 0; place < number.length; place++) {
      if (isFree(place, askedBeforeNanos)) {
        ask(place, nowNanos, nowNanos);
      }
    }
  }

  /** Waits for nothing any more; what was in flight counts as lost. */
  void giveUp() {
    for (int place = 0; place < number.length; place++) {
      if (inFlight[place]) {
        inFlight[place] = false;
        lost++;
      }
    }
  }

  /** Datagrams that were no answer to a request in flight. */
  long wrong() {
    return wrong;
  }

  /** Requests given up. */
  long lost() {
    return lost;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean isFree(int place, long askedBeforeNanos) {
    return !inFlight[place] || askedNanos[place] - askedBeforeNanos < 0;
  }

  private boolean write() throws IOException {
    try {
      return channel.write(request.clear()) > 0;
    } catch (PortUnreachableException e) {
      return false;
    }
  }

  private boolean read() throws IOException {
    try {
      boolean came = channel.read(answer.clear()) > 0;
      answer.flip();
      return came;
    } catch (PortUnreachableException e) {
      return false;
    }
  }
}
