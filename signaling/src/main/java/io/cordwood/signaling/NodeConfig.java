package io.cordwood.signaling;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of the node, each with its default, unit and reason; {@code cordwood.join.burst} is
 * set by that property or by the environment variable {@code CORDWOOD_JOIN_BURST}. Read once, at
 * start.
 */
@ConfigMapping(prefix = "cordwood")
public interface NodeConfig {
  /** The folder of all state: catalogue, keys. Relative to where the node is started. */
  @WithDefault("data")
  Path data();

  /**
   * Where viewers reach this node, for instance {@code https://node.example}. Without it, addresses
   * in answers follow the request's Host header, which is right on localhost and in a LAN.
   */
  Optional<URI> url();

  /**
   * The key that publishes titles and sends heartbeats. Without it, the one in {@code operator.key}
   * in the data folder, which is made at the first start.
   */
  Optional<String> operatorKey();

  /**
   * Sites that may use an owner's titles: {@code cordwood.origins.demo=https://a.example}; {@code
   * *} allows any. {@code cordwood.origins.default} is for owners without an entry. Loopback
   * origins and the node's own are always allowed.
   */
  Map<String, List<String>> origins();

  /** The HTTP server. */
  Http http();

  /** The certificate for HTTPS. */
  Tls tls();

  /** The tracker door. */
  Tracker tracker();

  /** The STUN server. */
  Stun stun();

  /** Joining. */
  Join join();

  /** The signaling door. */
  Signal signal();

  /** Webseeds and their heartbeats. */
  Webseeds webseeds();

  /** Live channels. */
  Live live();

  /** HTTPS for viewers on other machines; without a key store the node speaks plain HTTP. */
  interface Tls {
    /** A PKCS #12 file with the key and its certificate. */
    Optional<Path> keystore();

    /** Its password. */
    Optional<String> password();
  }

  /** The HTTP server: join, titles, signaling, pages. */
  interface Http {
    /** Address to listen on; all, because viewers come from elsewhere. */
    @WithDefault("0.0.0.0")
    String host();

    /** TCP port; 8080 needs no privilege. */
    @WithDefault("8080")
    int port();
  }

  /** The tracker door for stock WebTorrent clients. */
  interface Tracker {
    /** Whether the door is opened. */
    @WithDefault("true")
    boolean enabled();

    /** TCP port; beside the HTTP port, as Jetty has its own acceptor. 0 takes a free one. */
    @WithDefault("8082")
    int port();

    /**
     * Whom it serves: {@code published} (this node's titles) or {@code any} (a public tracker
     * beside that). Closed titles need a ticket in both.
     */
    @WithDefault("published")
    Policy policy();

    /** Open connections in all; 20,000 take about 100 MB. */
    @WithDefault("20000")
    int connections();

    /** Open connections from one IPv4 address or IPv6 /64: a whole school behind one NAT. */
    @WithDefault("256")
    int connectionsPerAddress();

    /** Open connections from one IPv4 /24 or IPv6 /48: eight such addresses. */
    @WithDefault("2048")
    int connectionsPerPrefix();

    /** Messages a second of one connection: a stock page announces many torrents on one socket. */
    @WithDefault("20")
    double perSecond();

    /** Messages at once of one connection. */
    @WithDefault("120")
    int burst();

    /**
     * Offers relayed for one stock client: it makes 150, one that re-sends them some hundreds. So
     * many addresses can one client collect.
     */
    @WithDefault("1200")
    int offersPerHour();

    /** From one announce to the next of a client, when the node has little to do. */
    @WithDefault("120s")
    Duration interval();

    /** Announces a second of all clients that the node aims at, by longer intervals. */
    @WithDefault("1000")
    int announcesPerSecond();

    /** Pages that may connect, as {@code https://host}; any when empty, as for a public torrent. */
    Optional<List<String>> origins();

    /** Whose X-Forwarded-For or PROXY header is believed: addresses or ranges, as 10.0.0.0/8. */
    Optional<List<String>> trustedProxies();

    /** Whether those proxies begin each connection with a PROXY header. */
    @WithDefault("false")
    boolean proxyProtocol();

    /** Over how long the closes are spread when the node stops. */
    @WithDefault("5s")
    Duration drain();

    /** Which swarms a tracker door serves. */
    enum Policy {
      /** Those of this node's titles. */
      PUBLISHED,
      /** Any. */
      ANY
    }
  }

  /** The STUN server (RFC 8489), by which viewers learn their public address. */
  interface Stun {
    /** Whether the server runs; off where UDP cannot reach the node. */
    @WithDefault("true")
    boolean enabled();

    /** UDP port; 3478 is the one registered for STUN. 0 takes a free one. */
    @WithDefault("3478")
    int port();
  }

  /** Limits of {@code POST /v1/join}. */
  interface Join {
    /** Joins at once from one address: a school or a carrier's NAT at a premiere. */
    @WithDefault("300")
    int burst();

    /**
     * Joins a second from one address after the burst: far above what people do, far below a flood.
     */
    @WithDefault("5")
    double perSecond();

    /** Bytes of the body; PROTOCOL §4.1. */
    @WithDefault("16384")
    int bodyBytes();

    /** Addresses whose rate is remembered; beyond, newcomers share one. Each takes 200 bytes. */
    @WithDefault("50000")
    int addresses();

    /**
     * Viewers remembered between join and hello; beyond, they are taken for desktops that upload.
     */
    @WithDefault("100000")
    int viewers();
  }

  /** Limits of the signaling door. */
  interface Signal {
    /**
     * Open connections from one address: a whole school behind one NAT, still below a server's
     * sockets.
     */
    @WithDefault("256")
    int connectionsPerAddress();

    /** Open connections in all; 20,000 take about half a gigabyte. */
    @WithDefault("20000")
    int connections();

    /** From connect to hello; the page sends it at once, so 5 s is a slow network. PROTOCOL §5. */
    @WithDefault("5s")
    Duration helloWithin();

    /** Messages at once: thirty introductions with offer, answer and batches of candidates. */
    @WithDefault("240")
    int burst();

    /** Messages a second after the burst: a busy viewer sends below 5. */
    @WithDefault("20")
    double perSecond();

    /**
     * Violations before the connection is closed: a confused client survives, a fuzzer does not.
     */
    @WithDefault("20")
    int violations();

    /** Violations forgiven a second: an evening's viewer is not closed for its bad minutes. */
    @WithDefault("0.1")
    double violationsForgivenPerSecond();

    /** Messages waiting for one slow viewer; more are dropped and counted. */
    @WithDefault("256")
    int queueMessages();

    /** Bytes waiting for one slow viewer: room for sixteen offers of the largest size. */
    @WithDefault("1048576")
    long queueBytes();

    /** Between two pings; under the 30 s after which home routers forget a connection. */
    @WithDefault("20s")
    Duration pingEvery();

    /** Pings unanswered before a peer is gone; one may be lost to a change of network. */
    @WithDefault("2")
    int pingsMissed();

    /** How long a peer whose id another claims has to answer a ping: four slow round trips. */
    @WithDefault("4s")
    Duration probeWithin();
  }

  /** Live channels. */
  interface Live {
    /**
     * After how long without a segment another webseed may take a channel in, at least three
     * segments: longer than an encoder needs to be started again.
     */
    @WithDefault("10s")
    Duration lease();
  }

  /** Heartbeats of webseeds. */
  interface Webseeds {
    /** After how long without a heartbeat a webseed is no longer named: three are missed. */
    @WithDefault("15s")
    Duration expiry();

    /** Webseeds remembered at most; far more than one node's titles are served by. */
    @WithDefault("1000")
    int limit();
  }
}
