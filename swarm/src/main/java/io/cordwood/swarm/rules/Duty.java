package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.UpMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What duty knows of one viewer. */
final class Duty {
  /** Another reading of the uplink counts when it differs by more than one in this many. */
  private static final int SAME_WITHIN = 4;

  /** Accusers further apart than this do not bear each other out. */
  private static final Duration ACCUSED_WITHIN = Duration.ofSeconds(30);

  /** An owner so young may not have heard of its slots when they were missed. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  final Peer peer;
  DutyCohort cohort;
  DownMessage.Duty told = DownMessage.Duty.NONE;
  UpMessage.RingReport report;

  /** As of the last ring. */
  boolean capable;

  private long uplinkBitsPerSecond;
  private Instant ownsSince;
  private Peer accuser;
  private Instant accusedAt = Instant.MIN;
  private Instant offUntil = Instant.MIN;

  Duty(Peer peer) {
    this.peer = peer;
  }

  /** Takes a state; true when its share should be another. */
  boolean reported(UpMessage.RingReport newReport, long uplink) {
    report = newReport;
    boolean changed = Math.abs(uplink - uplinkBitsPerSecond) > uplinkBitsPerSecond / SAME_WITHIN;
    if (changed) {
      uplinkBitsPerSecond = uplink;
    }
    return changed;
  }

  /** As in its states, steady while these change little; 0 when not measured. */
  long uplinkBitsPerSecond() {
    return uplinkBitsPerSecond;
  }

  /** Whether it was found to bring nothing not long ago. */
  boolean isOff(Instant now) {
    return offUntil.isAfter(now);
  }

  void off(Instant until) {
    offUntil = until;
    accuser = null;
  }

  void owns(boolean something, Instant now) {
    if (!something) {
      ownsSince = null;
    } else if (ownsSince == null) {
      ownsSince = now;
    }
  }

  /**
   * Somebody missed what this owner should have brought; true when that was said often enough: by
   * two members, or by one when there are no more to say it.
   */
  boolean accused(Peer by, boolean oneIsEnough, Instant now) {
    if (ownsSince == null || ownsSince.plus(GRACE).isAfter(now)) {
      return false;
    }
    boolean second =
        accuser != null && accuser != by && !accusedAt.plus(ACCUSED_WITHIN).isBefore(now);
    accuser = by;
    accusedAt = now;
    return second || oneIsEnough;
  }

  /** The message, when it is not what the viewer does already. */
  Optional<Outgoing> tell(DownMessage.Duty message) {
    boolean same =
        message.cohort() == told.cohort()
            && message.slots().equals(told.slots())
            && message.backupSlots().equals(told.backupSlots());
    if (same) {
      return Optional.empty();
    }
    told = message;
    return Optional.of(new Outgoing.Send(peer.key, message));
  }
}
