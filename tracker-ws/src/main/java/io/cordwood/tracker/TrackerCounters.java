package io.cordwood.tracker;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the door counts. Written and read on any thread. */
public final class TrackerCounters {
  /** Everything that can be counted. */
  public enum Count {
    /** WebSockets opened. */
    OPENED,
    /** WebSockets closed, by whomever. */
    CLOSED,
    /** Refused: as many connections as there may be. */
    REFUSED_FULL,
    /** Refused: the door is draining. */
    REFUSED_DRAINING,
    /** Refused: as many connections of one address as there may be. */
    REFUSED_ADDRESS,
    /** Refused: as many connections of one network as there may be. */
    REFUSED_NETWORK,
    /** Refused: a page of an origin that is not on the list. */
    REFUSED_ORIGIN,
    /** Cut: as many TCP connections of one address that are no WebSocket as there may be. */
    CUT_HEAD,
    /** A trusted proxy sent an X-Forwarded-For that holds no address. */
    BAD_FORWARDED,
    /** Requests that were neither a WebSocket nor for a page. */
    NOT_A_WEBSOCKET,
    /** Whole messages received. */
    MESSAGES,
    /** Of these, how many were not read: more a second than a connection or address may send. */
    TOO_FAST,
    /** Offers left out of an announce: not well made, too large, too many candidates, repeated. */
    OFFERS_LEFT_OUT,
    /** Candidates cut out of descriptions: nobody may be sent to them. */
    CANDIDATES_CUT,
    /** Messages sent. */
    SENT,
    /** Offers not sent, since too much waits for a client that does not read. */
    OFFERS_DROPPED,
    /** Answers not sent, since too much waits for a client that does not read. */
    ANSWERS_DROPPED,
    /** Announces refused: the tracker does not serve that swarm, or not to this client. */
    REFUSED_SWARM,
    /** Pings answered. */
    PINGS,
    /** Pings sent. */
    PINGS_SENT,
    /** Closed 1009: a message over the bound. */
    TOO_BIG,
    /** Closed 1007: a message that is not UTF-8. */
    BAD_UTF8,
    /** Closed 1008: more messages were refused than a client is forgiven. */
    TOO_MANY_VIOLATIONS,
    /** Closed 1013: slow senders held too much together. */
    PARTIAL_OVERFLOW,
    /** Closed: the client did not read what was sent. */
    SLOW_READER,
    /** Cut: the client did not answer pings. */
    DEAD,
    /** Cut: the client did not answer our close. */
    CLOSE_UNANSWERED,
    /** Closed by Jetty: a breach of RFC 6455, a timeout, or a connection that broke. */
    BROKEN,
    /** The handler threw: a fault of ours. */
    HANDLER_FAILED;

    /** Lower case with underscores, for metrics. */
    public String metric() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

  /** All zero. */
  public TrackerCounters() {
    for (var count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  void add(Count count) {
    counts.get(count).increment();
  }

  void add(Count count, int times) {
    counts.get(count).add(times);
  }

  /** How often it happened since the start. */
  public long get(Count count) {
    return counts.get(count).sum();
  }
}
