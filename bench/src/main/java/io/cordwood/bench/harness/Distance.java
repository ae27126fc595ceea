package io.cordwood.bench.harness;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How far viewers are from servers on the same machine. Ends the ways to them when it is closed.
 */
public final class Distance implements AutoCloseable {
  private final Duration roundTrip;
  private final List<DelayRelay> relays = new CopyOnWriteArrayList<>();

  private Distance(Duration roundTrip) {
    this.roundTrip = roundTrip;
  }

  /** As near as the loopback address is. */
  public static Distance none() {
    return of(Duration.ZERO);
  }

  /** A round trip away; no relay stands between for zero. */
  public static Distance of(Duration roundTrip) {
    return new Distance(roundTrip);
  }

  /** The loopback port at which viewers find what listens at {@code port}. */
  public int to(int port) {
    if (roundTrip.isZero()) {
      return port;
    }
    var relay = DelayRelay.start(port, roundTrip);
    relays.add(relay);
    return relay.port();
  }

  @Override
  public void close() {
    relays.forEach(DelayRelay::close);
  }
}
