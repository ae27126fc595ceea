package io.cordwood.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server on a free loopback port that is another one, farther away: what comes leaves half a
 * round trip later, in both directions, and the first bytes of a connection a whole round trip
 * later still, which is what TCP's handshake would take. It limits no rate and loses nothing. Two
 * threads for each direction of a connection.
 */
final class DelayRelay implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final Duration roundTrip;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private DelayRelay(ServerSocket door, int target, Duration roundTrip) {
    this.door = door;
    this.target = target;
    this.roundTrip = roundTrip;
  }

  /** Relays to a loopback port until it is closed; nothing need listen there yet. */
  static DelayRelay start(int target, Duration roundTrip) {
    try {
      var door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
      var relay = new DelayRelay(door, target, roundTrip);
      Thread.ofVirtual().start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return door.getLocalPort();
  }

  /** Ends the door and every connection. */
  @Override
  public void close() {
    end(door);
    open.forEach(DelayRelay::end);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var near = door.accept();
        Thread.ofVirtual().start(() -> relay(near));
      } catch (IOException e) {
        // The door was closed, or somebody left before being let in.
      }
    }
  }

  private void relay(Socket near) {
    var accepted = System.nanoTime();
    var far = new Socket();
    open.add(near);
    open.add(far);
    try (near;
        far) {
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      var oneWay = roundTrip.dividedBy(2);
      var back = Thread.ofVirtual().start(new DelayedCopy(far, near, oneWay, accepted));
      new DelayedCopy(near, far, oneWay, accepted + roundTrip.toNanos()).run();
      back.join();
    } catch (IOException e) {
      // Nothing listens behind: the caller sees its connection end, as it would there.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(near);
      open.remove(far);
    }
  }

  private static void end(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // It is of no use any more either way.
    }
  }
}
