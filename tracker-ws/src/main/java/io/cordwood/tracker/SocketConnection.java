package io.cordwood.tracker;

import io.cordwood.tracker.TrackerCounters.Count;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** The sending side of one WebSocket. */
final class SocketConnection implements TrackerConnection {
  private final CoreSession session;
  private final DoorState door;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean closing = new AtomicBoolean();

  SocketConnection(CoreSession session, DoorState door) {
    this.session = session;
    this.door = door;
  }

  @Override
  public InetAddress address() {
    return session.getRemoteAddress() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  @Override
  public void send(String text) {
    if (closing.get()) {
      return;
    }
    if (waiting.addAndGet(text.length()) > door.config.output().closeAbove()) {
      slowReader();
      return;
    }
    door.counters.add(Count.SENT);
    session.sendFrame(
        new Frame(OpCode.TEXT, true, text),
        Callback.from(() -> waiting.addAndGet(-text.length())),
        false);
  }

  @Override
  public void close(int code, String reason) {
    if (closing.compareAndSet(false, true)) {
      session.close(code, reason, Callback.NOOP);
      CompletableFuture.delayedExecutor(
              door.config.timing().close().toMillis(), TimeUnit.MILLISECONDS)
          .execute(session::abort);
    }
  }

  /** Answers the client's close with its own code (RFC 6455 §5.5.1). */
  void answerClose(Frame close, Callback callback) {
    closing.set(true);
    session.close(CloseStatus.getCloseStatus(close).getCode(), null, callback);
  }

  /** A close frame would wait behind all that is not read. */
  private void slowReader() {
    if (closing.compareAndSet(false, true)) {
      door.counters.add(Count.SLOW_READER);
      session.abort();
    }
  }
}
