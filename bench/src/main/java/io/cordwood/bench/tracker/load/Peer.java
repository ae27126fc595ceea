package io.cordwood.bench.tracker.load;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One peer in one swarm on one connection, and its announces that are not over.
 *
 * <p>Invariant: a track belongs to the announce whose number it holds; the announces that have a
 * track are the last {@link #TRACKS} ones. Replies come in the order of announces. One thread.
 */
final class Peer {
  /** Announces of a peer that can be followed at once. */
  static final int TRACKS = 16;

  final int index;
  final Swarm swarm;
  final byte[] id;
  final byte[] salt;
  final Link link;
  private final Track[] tracks = new Track[TRACKS];
  private long announced;
  private long replied;

  Peer(int index, Swarm swarm, Link link) {
    this.index = index;
    this.swarm = swarm;
    this.id = Ids.peerId(index);
    this.salt = Ids.salt(index);
    this.link = link;
    link.peer = this;
  }

  /** What is known of an announce. */
  static final class Track {
    /** Its number; numbers begin at 1. */
    long number;

    /** When it was due, in {@link System#nanoTime()}. */
    long due;

    boolean replied;

    /** Whether the pace waits for it. */
    boolean open;

    /** One bit an answer. */
    int answered;

    /** Who got each offer; -1 when nobody has. */
    final int[] receivers = new int[Announce.OFFERS];
  }

  /** Begins to follow the next announce. */
  Track announce(long due) {
    var number = ++announced;
    var slot = (int) (number % TRACKS);
    var track = tracks[slot] == null ? tracks[slot] = new Track() : tracks[slot];
    track.number = number;
    track.due = due;
    track.replied = false;
    track.open = true;
    track.answered = 0;
    Arrays.fill(track.receivers, -1);
    return track;
  }

  /** The announce of this number, null when it is followed no longer. */
  Track track(long number) {
    var track = tracks[(int) (number % TRACKS)];
    return track != null && track.number == number ? track : null;
  }

  /** Whether it ever announced under this number. */
  boolean sent(long number) {
    return number > 0 && number <= announced;
  }

  /** Whether one more announce would push out one that waits for its reply. */
  boolean full() {
    return announced - replied >= TRACKS;
  }

  /** The number of the announce that the next reply belongs to, 0 when none is due. */
  long nextReply() {
    return replied == announced ? 0 : ++replied;
  }

  /** Announces sent and not replied to. */
  long unreplied() {
    return announced - replied;
  }

  /** Each announce that is open and was due before {@code limit}. */
  void expired(long limit, Consumer<Track> each) {
    for (var track : tracks) {
      if (track != null && track.open && track.due - limit < 0) {
        each.accept(track);
      }
    }
  }
}
