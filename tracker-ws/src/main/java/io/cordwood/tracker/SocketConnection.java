package io.cordwood.tracker;

import io.cordwood.swarm.limit.AddressKey;
import io.cordwood.swarm.wire.tracker.Encodable;
import io.cordwood.tracker.TrackerCounters.Count;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * The sending side of one WebSocket: does what {@link OutputRule} and {@link Aliveness} decide.
 *
 * <p>States: open → closing (nothing more is sent) → gone. Invariant: {@code waitingBytes} is the
 * sum of what is pending or was given to Jetty and is not written; whoever is closing has a
 * deadline. Times are seconds of the door's clock.
 */
final class SocketConnection implements TrackerConnection, SelectorRound.Sender {
  private static final VarHandle WAITING;
  private static final VarHandle CLOSING;
  private static final VarHandle FLUSHING;

  static {
    try {
      var lookup = MethodHandles.lookup();
      WAITING = lookup.findVarHandle(SocketConnection.class, "waitingBytes", int.class);
      FLUSHING = lookup.findVarHandle(SocketConnection.class, "flushing", boolean.class);
      CLOSING = lookup.findVarHandle(SocketConnection.class, "closing", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CoreSession session;
  private final DoorState door;
  private final DoorEndPoint endPoint;
  private final ClientAddress client;
  private final String ticket;
  private volatile OutBuffer pending;
  private OutBuffer newest;
  private volatile boolean flushing;
  private volatile int waitingBytes;
  private volatile boolean closing;
  private volatile int heardAt;
  private int pingedAt;
  private volatile int deadline = Aliveness.NEVER;
  private boolean cut;

  SocketConnection(
      CoreSession session,
      DoorState door,
      DoorEndPoint endPoint,
      ClientAddress client,
      String ticket) {
    this.session = session;
    this.door = door;
    this.endPoint = endPoint;
    this.client = client;
    this.ticket = ticket;
    this.heardAt = door.seconds();
    this.pingedAt = heardAt;
  }

  @Override
  public InetAddress address() {
    return client.address();
  }

  @Override
  public AddressKey home() {
    return client.home();
  }

  @Override
  public Optional<String> ticket() {
    return Optional.ofNullable(ticket);
  }

  @Override
  public void count(Count what) {
    door.counters.add(what);
  }

  @Override
  public void count(Count what, int times) {
    if (times > 0) {
      door.counters.add(what, times);
    }
  }

  @Override
  public void handleWith(int group) {
    endPoint.group(group);
  }

  @Override
  public void send(byte[] utf8, Importance importance) {
    if (mayPass(importance) && isFirst(utf8)) {
      endPoint.round().flushSoon(this);
    }
  }

  @Override
  public void send(Encodable message, Importance importance) {
    if (mayPass(importance) && isFirst(message)) {
      endPoint.round().flushSoon(this);
    }
  }

  private boolean mayPass(Importance importance) {
    if (closing) {
      return false;
    }
    var verdict = door.outputRule.verdict(importance, waitingBytes);
    switch (verdict) {
      case SEND -> door.counters.add(Count.SENT);
      case DROP ->
          door.counters.add(
              importance == Importance.OFFER ? Count.OFFERS_DROPPED : Count.ANSWERS_DROPPED);
      case CUT -> cut(Count.SLOW_READER);
    }
    return verdict == OutputRule.Verdict.SEND;
  }

  /** Keeps the message until the next flush; true when it is the first one since the last. */
  private synchronized boolean isFirst(byte[] utf8) {
    boolean first = pending == null;
    int before = roomFor(utf8.length);
    newest.add(utf8);
    WAITING.getAndAdd(this, newest.length() - before);
    return first;
  }

  private synchronized boolean isFirst(Encodable message) {
    boolean first = pending == null;
    int before = roomFor(message.mostBytes());
    newest.add(message);
    WAITING.getAndAdd(this, newest.length() - before);
    return first;
  }

  /** Sees to it that the newest buffer has room; returns what is in it. */
  private int roomFor(int bytes) {
    if (pending == null) {
      pending = door.buffers.take(bytes);
      newest = pending;
    } else if (!newest.fits(bytes)) {
      newest.next = door.buffers.take(bytes);
      newest = newest.next;
    }
    return newest.length();
  }

  private synchronized OutBuffer takePending() {
    var taken = pending;
    pending = null;
    newest = null;
    return taken;
  }

  /**
   * Gives what is pending to Jetty, in order, by one thread at a time, in as few writes as can be.
   */
  @Override
  public void flush() {
    while (pending != null && FLUSHING.compareAndSet(this, false, true)) {
      try {
        for (var buffer = takePending(); buffer != null; ) {
          var next = buffer.next;
          session.sendFrame(buffer.frame(), new Sent(this, buffer), false);
          buffer = next;
        }
      } finally {
        flushing = false;
      }
    }
  }

  @Override
  public void probe() {
    if (deadline == Aliveness.NEVER && !closing) {
      deadline = door.aliveness.probedUntil(door.seconds());
      ping();
    }
  }

  @Override
  public void close(int code, String reason) {
    if (CLOSING.compareAndSet(this, false, true)) {
      deadline = door.aliveness.closingUntil(door.seconds());
      flush();
      session.sendFrame(new PatientClose(code, reason), Callback.NOOP, false);
    }
  }

  /** Answers the client's close with its own code (RFC 6455 §5.5.1), unless it answers ours. */
  void answerClose(Frame close, Callback callback) {
    if (CLOSING.compareAndSet(this, false, true)) {
      session.close(CloseStatus.getCloseStatus(close).getCode(), null, callback);
    } else {
      callback.succeeded();
    }
  }

  /** Nothing more is sent; what still comes is of no interest but for the client's close. */
  boolean isClosing() {
    return closing;
  }

  /** Anything came: the client lives. */
  void heard() {
    heardAt = door.seconds();
    if (deadline != Aliveness.NEVER && !closing) {
      deadline = Aliveness.NEVER;
      if (closing) { // in this moment, by another thread
        deadline = door.aliveness.closingUntil(heardAt);
      }
    }
  }

  /** A second has passed; called by the door's one ticker. */
  void tick(int now) {
    switch (door.aliveness.step(now, heardAt, pingedAt, deadline)) {
      case NOTHING -> {}
      case PING -> {
        pingedAt = now;
        ping();
      }
      case CUT -> cut(closing ? Count.CLOSE_UNANSWERED : Count.DEAD);
    }
  }

  /** The connection is gone; what is still pending goes with it. */
  void gone() {
    closing = true;
    for (var buffer = takePending(); buffer != null; ) {
      var next = buffer.next;
      door.buffers.giveBack(buffer);
      buffer = next;
    }
  }

  private void ping() {
    if (!closing) {
      door.counters.add(Count.PINGS_SENT);
      session.sendFrame(new Frame(OpCode.PING, ByteBuffer.allocate(0)), Callback.NOOP, false);
    }
  }

  /** A close frame would wait behind all that is not read. */
  private void cut(Count why) {
    closing = true;
    if (!cut) {
      cut = true;
      door.counters.add(why);
    }
    session.abort();
  }

  private record Sent(SocketConnection to, OutBuffer buffer) implements Callback {
    @Override
    public void succeeded() {
      WAITING.getAndAdd(to, -buffer.length());
      to.door.buffers.giveBack(buffer);
    }

    /** The connection is broken; nothing more is sent on it. */
    @Override
    public void failed(Throwable problem) {
      succeeded();
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
