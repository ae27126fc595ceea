package io.cordwood.tracker;

import io.cordwood.swarm.rules.TrackerRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting and limit of the door, once, with its unit and reason.
 *
 * @param listen where
 * @param tls how, when the door speaks TLS itself
 * @param limits of what clients may do
 * @param output of what waits for clients that read slowly
 * @param timing of connections
 * @param announce when clients come back
 * @param proxies whose word about the client's address is taken
 * @param origins pages ({@code https://host}) that may connect, as the Origin header says it; empty
 *     for any. Programs that are no browsers send what they like
 */
public record TrackerConfig(
    Listen listen,
    Optional<Tls> tls,
    Limits limits,
    Output output,
    Timing timing,
    Announce announce,
    Proxies proxies,
    Set<String> origins) {
  /**
   * An address of this machine.
   *
   * @param host to listen on
   * @param port to listen on; 0 for any free one
   */
  public record Listen(String host, int port) {
    /** Refuses what is no port. */
    public Listen {
      require(port >= 0 && port <= 0xffff, "A port is a number from 0 to 65535.");
    }
  }

  /**
   * A key and its certificate.
   *
   * @param keystore a PKCS12 file; read again when it changes
   * @param password of the file and of its key
   * @param checkEvery between two looks at the file: a renewed certificate is used soon
   */
  public record Tls(Path keystore, String password, Duration checkEvery) {
    /** The usual check, every 10 s. */
    public static Tls of(Path keystore, String password) {
      return new Tls(keystore, password, Duration.ofSeconds(10));
    }

    @Override
    public String toString() {
      return "Tls[keystore=" + keystore + "]";
    }
  }

  /**
   * How often something may happen.
   *
   * @param perSecond in the long run
   * @param burst at once
   */
  public record Rate(double perSecond, int burst) {
    /** Refuses a rate that lets nothing through. */
    public Rate {
      require(perSecond > 0 && burst > 0, "A rate and its burst are above 0.");
    }
  }

  /**
   * What clients may do.
   *
   * @param connections WebSockets open at once; one costs some kilobytes
   * @param connectionsPerAddress of one IPv4 address or IPv6 /64: a school or office behind one
   *     address has as many pages open
   * @param connectionsPerPrefix of one IPv4 /24 or IPv6 /48: eight such addresses, so that one
   *     rented network does not fill the door
   * @param messageBytes of one message: ten offers of several kilobytes, and libtorrent's own
   *     bound; above, the connection is closed 1009
   * @param partialBytes of all messages that have begun and not ended, of all connections: what
   *     slow senders can hold
   * @param messages of one connection: a stock page has many torrents on one socket and announces
   *     them at once
   * @param messagesPerAddress of all connections of one address
   * @param violations of the protocol that one connection is forgiven
   * @param offersPerHour offers relayed for one peer: so many addresses can one client collect
   */
  public record Limits(
      int connections,
      int connectionsPerAddress,
      int connectionsPerPrefix,
      int messageBytes,
      long partialBytes,
      Rate messages,
      Rate messagesPerAddress,
      Rate violations,
      int offersPerHour) {
    /** Refuses limits that let nothing in. */
    public Limits {
      require(
          connections > 0 && connectionsPerAddress > 0 && connectionsPerPrefix > 0,
          "The numbers of connections are above 0.");
      require(messageBytes > 0 && partialBytes > 0, "The numbers of bytes are above 0.");
      require(offersPerHour > 0, "The number of offers per hour is above 0.");
    }

    /** Other numbers of connections: of all, of an address, of a network. */
    public Limits withConnections(int all, int perAddress, int perPrefix) {
      return new Limits(
          all,
          perAddress,
          perPrefix,
          messageBytes,
          partialBytes,
          messages,
          messagesPerAddress,
          violations,
          offersPerHour);
    }

    /** Other sizes: of one message, of all unfinished ones. */
    public Limits withBytes(int message, long partial) {
      return new Limits(
          connections,
          connectionsPerAddress,
          connectionsPerPrefix,
          message,
          partial,
          messages,
          messagesPerAddress,
          violations,
          offersPerHour);
    }

    /** Other rates: of messages of a connection and of an address, and of violations. */
    public Limits withRates(Rate connection, Rate address, Rate forgiven) {
      return new Limits(
          connections,
          connectionsPerAddress,
          connectionsPerPrefix,
          messageBytes,
          partialBytes,
          connection,
          address,
          forgiven,
          offersPerHour);
    }

    /** Another number of offers an hour. */
    public Limits withOffersPerHour(int offers) {
      return new Limits(
          connections,
          connectionsPerAddress,
          connectionsPerPrefix,
          messageBytes,
          partialBytes,
          messages,
          messagesPerAddress,
          violations,
          offers);
    }
  }

  /**
   * Bytes that wait for one client, at which something happens. What is lost first is what costs
   * least: an offer is made anew at the next announce.
   *
   * @param dropOffersAbove offers are dropped
   * @param dropAnswersAbove answers are dropped too
   * @param closeAbove the connection is cut: it does not read
   * @param allBytes of buffers that wait for all connections together; above, offers and answers
   *     are dropped for all: many who read slowly cannot take the memory of the others
   */
  public record Output(int dropOffersAbove, int dropAnswersAbove, int closeAbove, long allBytes) {
    /** Refuses another order. */
    public Output {
      require(
          0 < dropOffersAbove
              && dropOffersAbove <= dropAnswersAbove
              && dropAnswersAbove <= closeAbove,
          "Choose dropOffersAbove <= dropAnswersAbove <= closeAbove.");
      require(allBytes > 0, "The bytes that wait for all are above 0.");
    }
  }

  /**
   * The times of a connection.
   *
   * @param head from accept to upgrade, with TLS: slow heads hold little and not for long
   * @param pingEvery between two pings: half of what proxies wait before they cut idle connections
   * @param pingsMissed unanswered ones after which a connection is taken for dead
   * @param close that a client has to answer our close before its socket is cut
   * @param drain over which the closes of a door that stops are spread, so that not all clients
   *     come to the next one at once
   */
  public record Timing(
      Duration head, Duration pingEvery, int pingsMissed, Duration close, Duration drain) {
    /** Refuses times that are none. */
    public Timing {
      require(
          head.isPositive() && pingEvery.isPositive() && close.isPositive() && !drain.isNegative(),
          "The times of a connection are above 0.");
      require(pingsMissed > 0, "One ping at least may be missed.");
    }

    /** Another time to answer a close, another spread. */
    public Timing withEnd(Duration newClose, Duration newDrain) {
      return new Timing(head, pingEvery, pingsMissed, newClose, newDrain);
    }
  }

  /**
   * When clients come back. The interval grows with the number of peers, so that the node hears as
   * many announces as it aims at.
   *
   * @param interval usual; stock trackers say 120 s
   * @param shortest not below, whatever is aimed at
   * @param longest not above: a peer that is gone is a peer lost for that long
   * @param jitter share by which each reply's interval differs at random, against waves; never
   *     above the longest
   * @param perSecond announces of all clients that the node aims at
   */
  public record Announce(
      Duration interval, Duration shortest, Duration longest, double jitter, int perSecond) {
    /** Refuses another order. */
    public Announce {
      require(
          shortest.toSeconds() >= 1
              && shortest.compareTo(interval) <= 0
              && interval.compareTo(longest) <= 0,
          "Choose 1 s <= shortest <= interval <= longest.");
      require(
          jitter >= 0 && jitter < 1 && perSecond > 0, "Choose jitter 0 to 1, perSecond above 0.");
    }

    /** Another usual interval; the shortest and longest give way. */
    public Announce withInterval(Duration usual) {
      return new Announce(
          usual,
          usual.compareTo(shortest) < 0 ? usual : shortest,
          usual.compareTo(longest) > 0 ? usual : longest,
          jitter,
          perSecond);
    }

    /** Another number of announces to aim at. */
    public Announce withPerSecond(int announces) {
      return new Announce(interval, shortest, longest, jitter, announces);
    }
  }

  /**
   * Proxies before the door.
   *
   * @param trusted their addresses; of others, no word about the client is believed
   * @param proxyProtocol true when they begin each connection with a PROXY header (HAProxy's
   *     protocol, version 1 or 2); X-Forwarded-For is understood always
   */
  public record Proxies(List<NetworkRange> trusted, boolean proxyProtocol) {
    /** Copies the list. */
    public Proxies {
      trusted = List.copyOf(trusted);
    }
  }

  /** Copies the set. */
  public TrackerConfig {
    origins = Set.copyOf(origins);
  }

  /** The usual limits on this host and port. */
  public static TrackerConfig of(String host, int port) {
    return new TrackerConfig(
        new Listen(host, port),
        Optional.empty(),
        new Limits(
            50_000,
            256,
            2_048,
            128 * 1024,
            64L * 1024 * 1024,
            new Rate(20, 120),
            new Rate(200, 1_200),
            new Rate(0.2, 40),
            TrackerRules.defaults().offersPerHour()),
        new Output(256 * 1024, 512 * 1024, 1024 * 1024, 128L * 1024 * 1024),
        new Timing(
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            2,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5)),
        new Announce(
            Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(900), 0.1, 1_000),
        new Proxies(List.of(), false),
        Set.of());
  }

  /** The same with TLS. */
  public TrackerConfig with(Tls with) {
    return new TrackerConfig(
        listen, Optional.of(with), limits, output, timing, announce, proxies, origins);
  }

  /** The same with other limits. */
  public TrackerConfig with(Limits with) {
    return new TrackerConfig(listen, tls, with, output, timing, announce, proxies, origins);
  }

  /** The same with other bounds of what waits. */
  public TrackerConfig with(Output with) {
    return new TrackerConfig(listen, tls, limits, with, timing, announce, proxies, origins);
  }

  /** The same with other times. */
  public TrackerConfig with(Timing with) {
    return new TrackerConfig(listen, tls, limits, output, with, announce, proxies, origins);
  }

  /** The same with other intervals. */
  public TrackerConfig with(Announce with) {
    return new TrackerConfig(listen, tls, limits, output, timing, with, proxies, origins);
  }

  /** The same with other proxies. */
  public TrackerConfig with(Proxies with) {
    return new TrackerConfig(listen, tls, limits, output, timing, announce, with, origins);
  }

  /** The same with an allow list of origins. */
  public TrackerConfig withOrigins(Set<String> with) {
    return new TrackerConfig(listen, tls, limits, output, timing, announce, proxies, with);
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
