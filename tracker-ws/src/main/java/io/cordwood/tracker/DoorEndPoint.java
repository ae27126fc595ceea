package io.cordwood.tracker;

import io.cordwood.tracker.Admission.Seat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One TCP connection. States: head (cut when its time is over) → upgraded → gone, or head → gone.
 *
 * <p>Invariant: a seat that was set here is left when the connection is gone, whatever became of
 * its WebSocket; it is counted as a head exactly while it is one.
 */
final class DoorEndPoint extends SocketChannelEndPoint implements SelectorRound.Reader {
  private final InetAddress from;
  private final Heads heads;
  private final Duration head;
  private Seat seat;

  /** While it is counted as a head. */
  private Scheduler.Task deadline;

  private final SelectorRound round;
  private volatile int group;

  /** What it has to do in this round; the selector's thread only. */
  private Runnable waiting;

  private boolean gone;
  private volatile boolean drained;

  DoorEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Heads heads,
      Duration head,
      SelectorRound round)
      throws IOException {
    super(channel, selector, key, scheduler);
    this.from = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
    this.heads = heads;
    this.head = head;
    this.round = round;
  }

  /** Where its WebSocket says that it has something to send. */
  SelectorRound round() {
    return round;
  }

  /** With whom it is handled when it is ready. */
  void group(int newGroup) {
    group = newGroup;
  }

  /**
   * A read that did not fill the buffer has emptied the socket: the next one waits for the selector
   * to say that more has come, and one call to the system in two is saved.
   */
  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    if (drained) {
      return 0;
    }
    int room = BufferUtil.space(buffer);
    int filled = super.fill(buffer);
    drained = filled > 0 && filled < room;
    return filled;
  }

  /** The TCP connection below TLS and PROXY headers. */
  static DoorEndPoint of(Request request) {
    var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    while (endPoint instanceof EndPoint.Wrapper wrapper) {
      endPoint = wrapper.unwrap();
    }
    return (DoorEndPoint) endPoint;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    if (!heads.begin(from)) {
      close();
      return;
    }
    countedUntil(
        getScheduler()
            .schedule(
                () -> close(new TimeoutException("no WebSocket in time")),
                head.toMillis(),
                TimeUnit.MILLISECONDS));
  }

  private synchronized void countedUntil(Scheduler.Task newDeadline) {
    deadline = newDeadline;
  }

  /** The seat that this connection holds; an older one is left. */
  synchronized void occupy(Seat taken) {
    if (seat != null) {
      seat.leave();
    }
    seat = taken;
    if (gone) {
      taken.leave();
    }
  }

  /** The seat held; null when there is none. */
  synchronized Seat seat() {
    return seat;
  }

  /** No longer a head: a WebSocket may stay as long as it likes. */
  synchronized void upgraded() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
      heads.end(from);
    }
  }

  /** Called once, after all connections upon this one know that they are closed. */
  synchronized void gone() {
    gone = true;
    upgraded();
    if (seat != null) {
      seat.leave();
    }
  }

  /**
   * What there is to read or write is done by the selector's own thread, when it knows who else is
   * ready: the handlers never block, and handing over to another thread costs more than they do.
   */
  @Override
  public Runnable onSelected() {
    if (waiting == null) {
      waiting = super.onSelected();
      if (waiting != null) {
        round.ready(group, this);
      }
    }
    return null;
  }

  @Override
  public void handle() {
    drained = false;
    var task = waiting;
    try {
      task.run();
    } finally {
      waiting = null;
      super.updateKey();
    }
  }

  @Override
  public void failed(Throwable problem) {
    close(problem);
  }

  /** Not while it waits to be handled: what it is interested in is the same before and after. */
  @Override
  public void updateKey() {
    if (waiting == null) {
      super.updateKey();
    }
  }
}
