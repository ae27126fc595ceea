package io.cordwood.tracker;

import io.cordwood.tracker.TrackerCounters.Count;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
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
 * and not handled; {@code held} bytes of the door belong to the unfinished message. Binary messages
 * are read as text, as stock trackers do.
 */
final class DoorFrameHandler implements FrameHandler {
  private static final System.Logger LOG = System.getLogger(DoorFrameHandler.class.getName());

  private final DoorState door;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream(0);
  private CoreSession session;
  private SocketConnection connection;
  private boolean admitted;
  private boolean refused;
  private long held;

  DoorFrameHandler(DoorState door) {
    this.door = door;
  }

  @Override
  public void onOpen(CoreSession newSession, Callback callback) {
    session = newSession;
    connection = new SocketConnection(session, door);
    admitted = door.add(connection);
    if (admitted) {
      door.counters.add(Count.OPENED);
      guarded(() -> door.handler.opened(connection));
    }
    callback.succeeded();
    if (!admitted) {
      refuse(Count.REFUSED_FULL, CloseStatus.TRY_AGAIN_LATER, "Too many connections; try later.");
    } else if (door.isDraining()) {
      connection.close(CloseStatus.SHUTDOWN, "The node stops; connect again.");
    }
    session.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    switch (frame.getOpCode()) {
      case OpCode.PING -> pong(frame, callback);
      case OpCode.CLOSE -> connection.answerClose(frame, callback);
      case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> data(frame, callback);
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
    if (admitted) {
      door.remove(connection);
      door.counters.add(Count.CLOSED);
      guarded(() -> door.handler.closed(connection));
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

  private void data(Frame frame, Callback callback) {
    if (refused) {
      next(callback);
      return;
    }
    int length = frame.getPayloadLength();
    if (partial.size() + length > door.config.limits().messageBytes()) {
      refuse(
          Count.TOO_BIG,
          CloseStatus.MESSAGE_TOO_LARGE,
          "A message has at most " + door.config.limits().messageBytes() + " bytes.");
      next(callback);
    } else if (!door.hold(length)) {
      refuse(Count.PARTIAL_OVERFLOW, CloseStatus.TRY_AGAIN_LATER, "Too busy; try later.");
      next(callback);
    } else {
      append(frame, length);
      if (frame.isFin()) {
        message(callback);
      } else {
        next(callback);
      }
    }
  }

  private void append(Frame frame, int length) {
    held += length;
    var bytes = new byte[length];
    frame.getPayload().slice().get(bytes);
    partial.writeBytes(bytes);
  }

  private void message(Callback callback) {
    try {
      var decoder =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      var text = decoder.decode(ByteBuffer.wrap(partial.toByteArray())).toString();
      dropPartial();
      door.counters.add(Count.MESSAGES);
      handle(text, callback);
    } catch (CharacterCodingException e) {
      refuse(Count.BAD_UTF8, CloseStatus.BAD_PAYLOAD, "A message is UTF-8.");
      next(callback);
    }
  }

  private void handle(String text, Callback callback) {
    try {
      door.handler
          .message(connection, text)
          .whenComplete(
              (done, problem) -> {
                if (problem != null) {
                  failed(problem);
                }
                next(callback);
              });
    } catch (RuntimeException e) {
      failed(e);
      next(callback);
    }
  }

  private void next(Callback callback) {
    callback.succeeded();
    session.demand();
  }

  /** Closes, and reads on without listening until the client has answered. */
  private void refuse(Count count, int code, String reason) {
    refused = true;
    dropPartial();
    door.counters.add(count);
    connection.close(code, reason);
  }

  private void dropPartial() {
    door.release(held);
    held = 0;
    partial.reset();
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(Throwable problem) {
    door.counters.add(Count.HANDLER_FAILED);
    LOG.log(Level.ERROR, "The tracker's handler threw; please report it.", problem);
  }
}
