package io.cordwood.swarm.wire;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a viewer says to the node (PROTOCOL §5). Immutable; read and written by {@link SignalCodec},
 * which holds the bounds.
 */
public sealed interface UpMessage {
  /** The first message, within 5 s. */
  record Hello(String ticket) implements UpMessage {}

  /** The offer that {@code introduce} asked for; the SDP is not scanned yet. */
  record Offer(IntroductionId introduction, String sdp) implements UpMessage {}

  /** The answer to a relayed offer; the SDP is not scanned yet. */
  record Answer(IntroductionId introduction, String sdp) implements UpMessage {}

  /** A batch of trickled candidates, not scanned yet. {@code end}: no more come. */
  record Candidates(IntroductionId introduction, List<IceCandidate> candidates, boolean end)
      implements UpMessage {
    /** Takes a copy of the list. */
    public Candidates {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * How the viewer does, every {@code policy.stateEveryMs} and at once when something jumps.
   *
   * @param playheadMs where it plays, in milliseconds of the title
   * @param rendition what it plays; empty before it plays anything
   * @param horizonMs held without a gap from the playhead, in milliseconds
   * @param downBitsPerSecond received from peers and webseeds
   * @param upBitsPerSecond sent to peers
   * @param uplinkBitsPerSecond what it can send; 0 when not measured
   * @param rateBitsPerSecond what it takes to play on from what is held; 0 when nothing is missing
   *     or nothing is known
   * @param connected open channels to peers, by number
   * @param failed peers with whom a connection did not come about or broke since the last state
   * @param lying peers that sent wrong bytes since the last state
   * @param uploading it takes duties; false on a mobile connection, a low battery, in a hidden tab
   *     and where the viewer has switched it off
   * @param ring what a ring needs to know; empty for viewers that take no duty
   */
  record State(
      long playheadMs,
      RenditionName rendition,
      long horizonMs,
      long downBitsPerSecond,
      long upBitsPerSecond,
      long uplinkBitsPerSecond,
      long rateBitsPerSecond,
      int connected,
      List<PeerId> failed,
      List<PeerId> lying,
      boolean uploading,
      Optional<RingReport> ring)
      implements UpMessage {
    /** Takes copies of the lists. */
    public State {
      failed = List.copyOf(failed);
      lying = List.copyOf(lying);
    }
  }

  /**
   * What a cohort's ring is made from, besides the rest of the state.
   *
   * @param epoch of the segment at the playhead
   * @param number of the segment at the playhead
   * @param injection from asking a webseed for a segment until it is held; 0 when not measured
   * @param missed slots of pieces that the viewer had to fetch itself, since the last state,
   *     because neither owner nor backup brought them
   */
  record RingReport(long epoch, long number, Duration injection, List<Integer> missed) {
    /** Keeps whole milliseconds, takes a copy of the list. */
    public RingReport {
      injection = injection.truncatedTo(ChronoUnit.MILLIS);
      missed = List.copyOf(missed);
    }
  }

  /** How many peers more the viewer wants. */
  record Want(int peers) implements UpMessage {}

  /** The viewer leaves. */
  record Bye() implements UpMessage {}
}
