package io.cordwood.tracker;

import io.cordwood.tracker.Admission.Seat;
import io.cordwood.tracker.TrackerCounters.Count;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * The receiving side of one WebSocket (RFC 6455): puts frames together to messages, answers pings
 * and closes.
 *
 * <p>States: new → open → ended; Jetty calls it serially. Invariant: at most one frame is demanded
 * and not handled; {@code partial} is there while a message has begun and not ended, and its bytes
 * are held of the door's. Binary messages are read as text, as stock trackers do. After our close
 * it reads on without listening, until the client has closed too.
 */
final class DoorFrameHandler implements FrameHandler {
  private static final System.Logger LOG = System.getLogger(DoorFrameHandler.class.getName());

  private final DoorState door;
  private final DoorEndPoint endPoint;
  private final Seat seat;
  private final String ticket;
  private CoreSession session;
  private SocketConnection connection;
  private Conversation conversation;
  private ByteArrayOutputStream partial;

  /** The ticket is that of the request's query; null when there is none. */
  DoorFrameHandler(DoorState door, DoorEndPoint endPoint, Seat seat, String ticket) {
    this.door = door;
    this.endPoint = endPoint;
    this.seat = seat;
    this.ticket = ticket;
  }

  @Override
  public void onOpen(CoreSession newSession, Callback callback) {
    session = newSession;
    connection = new SocketConnection(session, door, endPoint, seat.client, ticket);
    door.add(connection);
    door.counters.add(Count.OPENED);
    conversation = door.handler.opened(connection);
    callback.succeeded();
    if (door.isDraining()) {
      connection.close(CloseStatus.SHUTDOWN, "The node stops; connect again.");
    }
    session.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    connection.heard();
    if (connection.isClosing() && frame.getOpCode() != OpCode.CLOSE) {
      dropPartial();
      next(callback);
      return;
    }
    switch (frame.getOpCode()) {
      case OpCode.PING -> pong(frame, callback);
      case OpCode.CLOSE -> connection.answerClose(frame, callback);
      case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> {
        data(frame);
        next(callback);
      }
      default -> next(callback);
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    door.counters.add(Count.BROKEN);
    LOG.log(Level.DEBUG, "A connection broke", cause);
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    dropPartial();
    if (conversation != null) {
      door.remove(connection);
      connection.gone();
      door.counters.add(Count.CLOSED);
      guarded(conversation::closed);
    }
    callback.succeeded();
  }

  private void pong(Frame ping, Callback callback) {
    door.counters.add(Count.PINGS);
    var payload = ByteBuffer.allocate(ping.getPayloadLength());
    payload.put(ping.getPayload().slice()).flip();
    session.sendFrame(
        new Frame(OpCode.PONG, payload),
        Callback.from(() -> next(callback), callback::failed),
        false);
  }

  private void data(Frame frame) {
    int length = frame.getPayloadLength();
    int before = partial == null ? 0 : partial.size();
    if (before + length > door.config.limits().messageBytes()) {
      refuse(
          Count.TOO_BIG,
          CloseStatus.MESSAGE_TOO_LARGE,
          "A message has at most " + door.config.limits().messageBytes() + " bytes.");
    } else if (frame.isFin() && partial == null) {
      message(bytes(frame, length));
    } else if (door.hold(length)) {
      append(bytes(frame, length), frame.isFin());
    } else {
      refuse(Count.PARTIAL_OVERFLOW, CloseStatus.TRY_AGAIN_LATER, "Too busy; try later.");
    }
  }

  private static byte[] bytes(Frame frame, int length) {
    var bytes = new byte[length];
    frame.getPayload().slice().get(bytes);
    return bytes;
  }

  private void append(byte[] bytes, boolean last) {
    if (partial == null) {
      partial = new ByteArrayOutputStream(2 * bytes.length);
    }
    partial.writeBytes(bytes);
    if (last) {
      var whole = partial.toByteArray();
      dropPartial();
      message(whole);
    }
  }

  private void message(byte[] utf8) {
    door.counters.add(Count.MESSAGES);
    guarded(() -> conversation.message(utf8));
  }

  private void next(Callback callback) {
    callback.succeeded();
    session.demand();
  }

  private void refuse(Count count, int code, String reason) {
    dropPartial();
    door.counters.add(count);
    connection.close(code, reason);
  }

  private void dropPartial() {
    if (partial != null) {
      door.release(partial.size());
      partial = null;
    }
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      door.counters.add(Count.HANDLER_FAILED);
      LOG.log(Level.ERROR, "The tracker's handler threw; please report it.", e);
    }
  }
}
