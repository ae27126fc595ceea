package io.cordwood.tracker;

import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * A close frame that leaves the client time to read it and to answer (RFC 6455 §7.1.1).
 *
 * <p>Behind a code that it calls abnormal, as 1001 or 1008, Jetty ends the TCP connection at once:
 * a client that sends meanwhile meets a reset, and may never read why. This frame's code is an
 * ordinary one to Jetty, behind which it ends its own side only, sends before it what waits, and
 * reads on until the client has closed too. The door's deadline ends it when the client does not.
 */
final class PatientClose extends Frame implements CloseStatus.Supplier {
  private final CloseStatus status;

  PatientClose(int code, String reason) {
    this(new Ordinary(code, reason));
  }

  private PatientClose(CloseStatus status) {
    super(OpCode.CLOSE, true, status.asPayloadBuffer());
    this.status = status;
  }

  @Override
  public CloseStatus getCloseStatus() {
    return status;
  }

  private static final class Ordinary extends CloseStatus {
    Ordinary(int code, String reason) {
      super(code, reason);
    }

    @Override
    public boolean isAbnormal() {
      return false;
    }
  }
}
