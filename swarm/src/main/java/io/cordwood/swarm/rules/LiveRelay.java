package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.wire.DownMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Tells of a channel's new segments (PROTOCOL §5.1): those who fetch its pieces for all, and a few
 * more where these are few; others hear of it from their neighbours.
 */
final class LiveRelay {
  /** So many are told at least, if they are there: then a few who fail do not matter. */
  private static final int LEAST_TOLD = 8;

  /** Enough that so many are left when what was drawn twice counts once. */
  private static final int DRAWN = 4 * LEAST_TOLD;

  private final SwarmCounters counters;
  private final Members members;
  private final Duties duties;

  LiveRelay(SwarmCounters counters, Members members, Duties duties) {
    this.counters = counters;
    this.members = members;
    this.duties = duties;
  }

  /** The node was told of a segment and checked it. */
  void heard(SignedRecord segment, RandomGenerator random, List<Outgoing> out) {
    var record = segment.record();
    duties.heard(record);
    var told = new LinkedHashSet<Peer>();
    int pieces = LiveChannel.PIECE_LENGTH.pieces(record.sizeBytes());
    duties.eachResponsible(record, pieces, told::add);
    if (told.size() < LEAST_TOLD) {
      members.watching(record.rendition(), DRAWN, random).stream()
          .filter(peer -> !told.contains(peer))
          .limit(LEAST_TOLD - told.size())
          .toList()
          .forEach(told::add);
    }
    var message = DownMessage.Segment.of(segment);
    for (var peer : told) {
      counters.add(SwarmCount.SEGMENTS_TOLD);
      out.add(new Outgoing.Send(peer.key, message));
    }
  }
}
