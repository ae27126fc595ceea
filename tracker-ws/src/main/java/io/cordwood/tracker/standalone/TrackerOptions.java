package io.cordwood.tracker.standalone;

import io.cordwood.tracker.NetworkRange;
import io.cordwood.tracker.TrackerConfig;
import io.cordwood.tracker.TrackerConfig.Proxies;
import io.cordwood.tracker.TrackerConfig.Rate;
import io.cordwood.tracker.TrackerConfig.Tls;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The command line's options, filled by picocli; their defaults are {@link TrackerConfig}'s. */
@Command(
    name = "tracker",
    customSynopsis = "tracker [OPTIONS]",
    description = {
      "A WebTorrent tracker.",
      "What an option does not say is read from the environment: --address-rate from"
          + " CORDWOOD_TRACKER_ADDRESS_RATE, and so on; several values with commas between."
    },
    showDefaultValues = true,
    sortOptions = false)
final class TrackerOptions {
  private static final TrackerConfig USUAL = TrackerConfig.of("127.0.0.1", 8000);

  /** What an option is when nobody says it, as text. */
  static final Map<String, String> DEFAULTS = defaults();

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "NUMBER",
      description = "Port to listen on; 0 for any free one.")
  private int port;

  @Option(names = "--connections", paramLabel = "N", description = "WebSockets open at once.")
  private int connections;

  @Option(
      names = "--connections-per-address",
      paramLabel = "N",
      description = "Of one IPv4 address or IPv6 /64.")
  private int connectionsPerAddress;

  @Option(
      names = "--connections-per-prefix",
      paramLabel = "N",
      description = "Of one IPv4 /24 or IPv6 /48.")
  private int connectionsPerPrefix;

  @Option(names = "--rate", paramLabel = "N", description = "Messages a second of a connection.")
  private double rate;

  @Option(names = "--burst", paramLabel = "N", description = "Messages at once of a connection.")
  private int burst;

  @Option(
      names = "--address-rate",
      paramLabel = "N",
      description = "Messages a second of an address.")
  private double addressRate;

  @Option(
      names = "--address-burst",
      paramLabel = "N",
      description = "Messages at once of an address.")
  private int addressBurst;

  @Option(
      names = "--offers-per-hour",
      paramLabel = "N",
      description = "Offers relayed for one peer: so many addresses can one client collect.")
  private int offersPerHour;

  @Option(names = "--message-bytes", paramLabel = "BYTES", description = "Of the largest message.")
  private int messageBytes;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "Usual time between two announces of a peer.")
  private long interval;

  @Option(
      names = "--announces-per-second",
      paramLabel = "N",
      description = "The interval grows when more would come.")
  private int announcesPerSecond;

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Only pages of this origin (https://host) may connect; several times for more.")
  private List<String> origins = new ArrayList<>();

  @Option(
      names = "--trusted-proxy",
      paramLabel = "CIDR",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Proxies whose X-Forwarded-For is believed; several times for more.")
  private List<String> trustedProxies = new ArrayList<>();

  @Option(
      names = "--proxy-protocol",
      description = "The trusted proxies begin each connection with a PROXY header.")
  private boolean proxyProtocol;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "PKCS12 file with the key and certificate; read again when it changes.")
  private Path tlsKeystore;

  @Option(
      names = "--tls-password",
      paramLabel = "TEXT",
      description = "Its password; better in CORDWOOD_TLS_PASSWORD, which other users cannot see.")
  private String tlsPassword;

  @Option(
      names = "--allow",
      paramLabel = "FILE",
      description = "Only these info hashes, 40 hex digits a line; read again when it changes.")
  private Path allow;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      description = "At the end, connections are closed one after the other over this time.")
  private long drain;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  /** Refuses what cannot be, with a sentence. */
  TrackerConfig config() {
    var limits = USUAL.limits();
    var config =
        TrackerConfig.of(host, port)
            .with(
                limits
                    .withConnections(connections, connectionsPerAddress, connectionsPerPrefix)
                    .withBytes(messageBytes, Math.max(messageBytes, limits.partialBytes()))
                    .withOffersPerHour(offersPerHour)
                    .withRates(
                        new Rate(rate, burst),
                        new Rate(addressRate, addressBurst),
                        limits.violations()))
            .with(
                USUAL
                    .announce()
                    .withInterval(Duration.ofSeconds(interval))
                    .withPerSecond(announcesPerSecond))
            .with(USUAL.timing().withEnd(USUAL.timing().close(), Duration.ofSeconds(drain)))
            .with(proxies())
            .withOrigins(
                origins.stream()
                    .map(origin -> origin.strip().toLowerCase(Locale.ROOT).replaceAll("/+$", ""))
                    .collect(Collectors.toSet()));
    return tlsKeystore == null ? config : config.with(tls());
  }

  Optional<Path> allow() {
    return Optional.ofNullable(allow);
  }

  private Proxies proxies() {
    if (proxyProtocol && trustedProxies.isEmpty()) {
      throw new IllegalArgumentException("Give --trusted-proxy beside --proxy-protocol.");
    }
    return new Proxies(
        trustedProxies.stream().map(String::strip).map(NetworkRange::parse).toList(),
        proxyProtocol);
  }

  private Tls tls() {
    if (tlsPassword == null) {
      throw new IllegalArgumentException(
          "Give the password of --tls-keystore in --tls-password or CORDWOOD_TLS_PASSWORD.");
    }
    return Tls.of(tlsKeystore, tlsPassword);
  }

  private static Map<String, String> defaults() {
    var limits = USUAL.limits();
    return Map.ofEntries(
        Map.entry("--host", USUAL.listen().host()),
        Map.entry("--port", "" + USUAL.listen().port()),
        Map.entry("--connections", "" + limits.connections()),
        Map.entry("--connections-per-address", "" + limits.connectionsPerAddress()),
        Map.entry("--connections-per-prefix", "" + limits.connectionsPerPrefix()),
        Map.entry("--rate", number(limits.messages().perSecond())),
        Map.entry("--burst", "" + limits.messages().burst()),
        Map.entry("--address-rate", number(limits.messagesPerAddress().perSecond())),
        Map.entry("--address-burst", "" + limits.messagesPerAddress().burst()),
        Map.entry("--offers-per-hour", "" + limits.offersPerHour()),
        Map.entry("--message-bytes", "" + limits.messageBytes()),
        Map.entry("--interval", "" + USUAL.announce().interval().toSeconds()),
        Map.entry("--announces-per-second", "" + USUAL.announce().perSecond()),
        Map.entry("--drain", "" + USUAL.timing().drain().toSeconds()));
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
