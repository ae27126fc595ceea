package io.cordwood.swarm.wire;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.content.SlotRanges;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What the node says to a viewer (PROTOCOL §5). Immutable; written and read by {@link SignalCodec}.
 * Times on the wire are whole milliseconds, so the records keep no more.
 */
public sealed interface DownMessage {
  /** The hello was taken. */
  record Welcome(PeerId peer, Instant serverTime) implements DownMessage {
    /** Keeps whole milliseconds. */
    public Welcome {
      serverTime = serverTime.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /**
   * Make an offer to {@code peer} within {@code timeout}.
   *
   * @param trickle whether the other end takes candidates after the description (RFC 8838); without
   *     it the description must hold them all
   */
  record Introduce(IntroductionId introduction, PeerId peer, Duration timeout, boolean trickle)
      implements DownMessage {
    /** Keeps whole milliseconds. */
    public Introduce {
      timeout = timeout.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /**
   * The offer of {@code peer}, verbatim.
   *
   * @param trickle as in {@link Introduce}
   */
  record Offer(IntroductionId introduction, PeerId peer, String sdp, boolean trickle)
      implements DownMessage {}

  /** The answer to the receiver's offer, verbatim. */
  record Answer(IntroductionId introduction, String sdp) implements DownMessage {}

  /** Candidates of the other end. {@code end}: no more come. */
  record Candidates(IntroductionId introduction, List<IceCandidate> candidates, boolean end)
      implements DownMessage {
    /** Takes a copy of the list. */
    public Candidates {
      candidates = List.copyOf(candidates);
    }
  }

  /** Nothing more will come of the introduction. */
  record Gone(IntroductionId introduction, GoneReason reason) implements DownMessage {}

  /**
   * How viewers behave, as in the join answer.
   *
   * @param stateEvery between two states
   * @param degree peers to be connected to
   * @param maxDegree peers never to be exceeded
   * @param thin peers cannot bring enough: do not wait for them
   * @param patience how long a full buffer waits for peers before it asks a webseed
   * @param busy webseeds have little to spare: begin with a low quality
   */
  record Policy(
      Duration stateEvery, int degree, int maxDegree, boolean thin, Duration patience, boolean busy)
      implements DownMessage {
    /** Keeps whole milliseconds. */
    public Policy {
      patience = patience.truncatedTo(ChronoUnit.MILLIS);
      stateEvery = stateEvery.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /**
   * What the receiver fetches from a webseed for its cohort (PROTOCOL §5.1), from a segment number
   * on; what it had for later numbers is void.
   *
   * @param cohort names the ring within the swarm, as long as this node has it; 0: there is no
   *     ring, and whatever duty the receiver had is over
   * @param rendition whose segments are meant
   * @param epoch of the segment {@code fromNumber}
   * @param fromNumber the first segment that is fetched by this ring
   * @param slots the receiver's own
   * @param backupSlots where it stands in for their owner
   * @param backupAfter how long it leaves these to the owner
   */
  record Duty(
      long cohort,
      RenditionName rendition,
      long epoch,
      long fromNumber,
      SlotRanges slots,
      SlotRanges backupSlots,
      Duration backupAfter)
      implements DownMessage {
    /** There is no ring. */
    public static final Duty NONE =
        new Duty(0, RenditionName.SHARED, 0, 0, SlotRanges.EMPTY, SlotRanges.EMPTY, Duration.ZERO);

    /** Keeps whole milliseconds. */
    public Duty {
      backupAfter = backupAfter.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /**
   * A new segment of a live channel (PROTOCOL §5.1).
   *
   * @param record the signed record, base64url without padding; whoever reads it checks it with the
   *     channel's key
   */
  record Segment(String record) implements DownMessage {
    /** Of a record that was checked. */
    public static Segment of(SignedRecord record) {
      return new Segment(Base64.getUrlEncoder().withoutPadding().encodeToString(record.encode()));
    }
  }

  /** A renewed ticket. */
  record Ticket(String ticket, Instant expiresAt) implements DownMessage {
    /** Keeps whole milliseconds. */
    public Ticket {
      expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** Connect again {@code after} that long, to {@code url} where it is given. */
  record Reconnect(Optional<String> url, Duration after) implements DownMessage {
    /** Keeps whole milliseconds. */
    public Reconnect {
      after = after.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** A typed refusal; {@code detail} says what to do. */
  record Error(ErrorCode code, String detail) implements DownMessage {}
}
