package io.cordwood.webseed.heat;

import java.time.Duration;
import java.time.Instant;

/**
 * Paces bytes to what a line carries. Invariant: {@code room} grows by the line's bytes as time
 * passes, up to those of a fifth of a second; an answer begins while there is room and may leave a
 * debt. So answers that share the line are few, each is over soon, and who waits is known to wait.
 * Not safe for several threads at once.
 */
final class Egress {
  private static final double BURST_SECONDS = 0.2;

  private final double bytesPerSecond;
  private double room;
  private Instant at;

  Egress(long bitsPerSecond, Instant now) {
    this.bytesPerSecond = bitsPerSecond / 8.0;
    this.room = burst();
    this.at = now;
  }

  boolean hasRoom(Instant now) {
    refill(now);
    return room > 0;
  }

  /** An answer of this many bytes begins; negative when so many were not sent after all. */
  void begin(long bytes) {
    room = Math.min(burst(), room - bytes);
  }

  /** Until there is room again; at least a millisecond. */
  Duration untilRoom(Instant now) {
    refill(now);
    return Duration.ofMillis(1 + (long) Math.max(0, -room / bytesPerSecond * 1_000));
  }

  private void refill(Instant now) {
    if (now.isAfter(at)) {
      double seconds = Duration.between(at, now).toNanos() / 1e9;
      room = Math.min(burst(), room + seconds * bytesPerSecond);
      at = now;
    }
  }

  private double burst() {
    return BURST_SECONDS * bytesPerSecond;
  }
}
