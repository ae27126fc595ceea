package io.cordwood.signaling.catalogue;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.swarm.limit.TokenBucket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many segments a channel has, and how far ahead: what more comes is no encoder's. Invariant: a
 * channel's number goes no farther than time and {@value #LEAP} segments more, since who hears of a
 * number never goes back. As many entries as the catalogue has channels. Safe on every thread.
 */
final class SegmentLimits {
  /** Times as many as there can be, for encoders that catch up. */
  private static final int TIMES = 4;

  /** As many as a webseed keeps while the node is away. */
  private static final int BURST = 64;

  /** So far a channel may go at once: epochs and another webseed's input leap by some tens. */
  static final int LEAP = 1000;

  private final Map<TitleId, Channel> channels = new ConcurrentHashMap<>();

  private static final class Channel {
    private final TokenBucket bucket;
    private int newest;
    private Instant newestAt;

    Channel(Title title, Instant now) {
      double perSecond = TIMES * title.renditions().size() * 1000.0 / title.live().targetMs();
      bucket = new TokenBucket(BURST * title.renditions().size(), perSecond, now);
      newestAt = now;
    }
  }

  /** Whether one more may come. */
  boolean admits(Title title, Instant now) {
    var channel = channels.computeIfAbsent(title.id(), _ -> new Channel(title, now));
    synchronized (channel) {
      return channel.bucket.take(now);
    }
  }

  /**
   * Whether a segment that the channel signed can be one of now; if so, the next goes on from it.
   */
  boolean reaches(Title title, int number, Instant now) {
    var channel = channels.computeIfAbsent(title.id(), _ -> new Channel(title, now));
    synchronized (channel) {
      long elapsedMs = Duration.between(channel.newestAt, now).toMillis();
      long most = channel.newest + LEAP + TIMES * elapsedMs / title.live().targetMs();
      if (channel.newest > 0 && number > most) {
        return false;
      }
      if (number > channel.newest) {
        channel.newest = number;
        channel.newestAt = now;
      }
      return true;
    }
  }
}
