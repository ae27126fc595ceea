package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.TitleId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The webseeds heard of lately. Invariant: only those heard of within {@code expiry} and not
 * draining are named, and at most {@code limit} are remembered. Safe on every thread.
 */
public final class Webseeds {
  /** From this part of its capacity on a webseed is named after others: the rest is for peaks. */
  private static final double HOT = 0.9;

  private record Heard(Heartbeat heartbeat, Instant at) {}

  private final Duration expiry;
  private final int limit;
  private final Map<WebseedId, Heard> heard = new ConcurrentHashMap<>();

  /** Remembers at most {@code limit} webseeds, each for {@code expiry}. */
  public Webseeds(Duration expiry, int limit) {
    this.expiry = expiry;
    this.limit = limit;
  }

  /** Takes a heartbeat. */
  public void hear(WebseedId id, Heartbeat heartbeat, Instant now) {
    forgetSilent(now);
    if (heard.size() >= limit && !heard.containsKey(id)) {
      throw new ProblemException(
          503, "This node knows " + limit + " webseeds already; raise cordwood.webseeds.limit.");
    }
    heard.put(id, new Heard(heartbeat, now));
  }

  /** The bases that serve a title now, in the order of their ids. */
  public List<String> basesOf(TitleId title, Instant now) {
    return bases(title, now, Comparator.comparing(WebseedId::value));
  }

  /**
   * The bases that serve a title now, ranked for a viewer: hot ones last, else by rendezvous
   * hashing (Thaler and Ravishankar, 1998): viewers spread evenly, and one webseed's going moves
   * its viewers only.
   */
  public List<String> rankedFor(PeerId peer, TitleId title, Instant now) {
    return bases(
        title, now, Comparator.comparing(this::isHot).thenComparingLong(id -> weight(peer, id)));
  }

  /** Where a webseed is reached, if it is there. */
  public Optional<String> url(WebseedId id, Instant now) {
    forgetSilent(now);
    return Optional.ofNullable(heard.get(id)).map(last -> last.heartbeat().url());
  }

  /** Where a webseed serves a title, if it is there and does. */
  public Optional<String> baseOf(WebseedId id, TitleId title, Instant now) {
    forgetSilent(now);
    return Optional.ofNullable(heard.get(id))
        .map(Heard::heartbeat)
        .filter(heartbeat -> serves(heartbeat, title))
        .map(heartbeat -> heartbeat.baseOf(title));
  }

  /**
   * What the webseeds of a title send now, and what they can, in bits per second.
   *
   * @param capacity 0 when no webseed is known
   */
  public record Egress(long sent, long capacity) {
    /** The part of their capacity that they send; 0 when none is known. */
    public double heat() {
      return capacity == 0 ? 0 : (double) sent / capacity;
    }
  }

  /** What the webseeds of a title say that they send. */
  public Egress egressOf(TitleId title, Instant now) {
    forgetSilent(now);
    long sent = 0;
    long capacity = 0;
    for (var each : heard.values()) {
      if (serves(each.heartbeat(), title)) {
        sent += each.heartbeat().egressBitsPerSecond();
        capacity += each.heartbeat().capacityBitsPerSecond();
      }
    }
    return new Egress(sent, capacity);
  }

  /** How many have been heard of lately. */
  public int count(Instant now) {
    forgetSilent(now);
    return heard.size();
  }

  private List<String> bases(TitleId title, Instant now, Comparator<WebseedId> order) {
    forgetSilent(now);
    return heard.entrySet().stream()
        .filter(entry -> serves(entry.getValue().heartbeat(), title))
        .sorted(Map.Entry.comparingByKey(order))
        .map(entry -> entry.getValue().heartbeat().baseOf(title))
        .distinct()
        .toList();
  }

  private boolean isHot(WebseedId id) {
    var last = heard.get(id);
    return last != null && last.heartbeat().heat() >= HOT;
  }

  private static boolean serves(Heartbeat heartbeat, TitleId title) {
    return !heartbeat.draining() && heartbeat.titles().contains(title);
  }

  private void forgetSilent(Instant now) {
    heard.values().removeIf(last -> !now.isBefore(last.at().plus(expiry)));
  }

  private static long weight(PeerId peer, WebseedId id) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(peer.bytes());
      return ByteBuffer.wrap(digest.digest(id.value().getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
