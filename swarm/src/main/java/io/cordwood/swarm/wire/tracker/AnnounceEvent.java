package io.cordwood.swarm.wire.tracker;

/** What an announce says of its sender's life in the swarm (BEP 3). */
public enum AnnounceEvent {
  /** The first announce. */
  STARTED,
  /**
   * Any later one, however it is spelled: absent, empty, {@code update}, {@code paused}, unknown.
   */
  UPDATE,
  /** The sender has everything from now on. */
  COMPLETED,
  /** The sender leaves. */
  STOPPED
}
