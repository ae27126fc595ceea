package io.cordwood.bench.tracker.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How trackers are compared.
 *
 * @param connections numbers of peers, each number measured by itself
 * @param swarms they are dealt to; 0 for one swarm for every fifty peers
 * @param seconds measured
 * @param warmup seconds before
 * @param systems measured one after the other
 * @param atOnce announces in flight of the throughput run; 0 for as few as fill the core, empty for
 *     one for every peer and some hundreds at least: a tracker has most to do when all announce
 * @param rate announces a second of the latency run; 0 for a share of what the slowest reached
 * @param rounds of the latency run, the systems by turns, so that what the machine does besides
 *     meets all alike; the ratio is of the medians
 * @param only what is measured
 * @param heapMb of servers on the JVM, fixed
 * @param collector of servers on the JVM
 * @param jvm more flags of servers on the JVM; at first those of {@code ./cordwood tracker}
 * @param peers of the memory run
 */
public record Options(
    List<Integer> connections,
    int swarms,
    int seconds,
    int warmup,
    List<Tracker> systems,
    OptionalInt atOnce,
    double rate,
    int rounds,
    Set<Part> only,
    int heapMb,
    Collector collector,
    List<String> jvm,
    int peers) {
  /** Words for a list of benchmarks. */
  public static final String USAGE =
      "trackers side by side, one core each [--connections 200,5000] [--swarms N] [--seconds 20]"
          + " [--warmup 10] [--at-once N (announces)] [--systems cordwood,bittorrent-tracker] [--rate N (announces/s)]"
          + " [--rounds 5 (latency)]"
          + " [--only throughput|latency|memory] [--heap 512 (MiB)] [--gc g1|serial|parallel|z] [--jvm FLAGS]"
          + " [--peers 15000 (memory)]";

  private static final int FEWEST_AT_ONCE = 800;
  private static final int PEERS_OF_A_SWARM = 50;

  /** One announces and five get an offer. */
  private static final int FEWEST = 6;

  private static final int MOST = 100_000;

  /** Who is measured. */
  public enum Tracker {
    CORDWOOD("cordwood"),
    BITTORRENT_TRACKER("bittorrent-tracker");

    private final String label;

    Tracker(String label) {
      this.label = label;
    }

    /** Its name on the command line and in tables. */
    public String label() {
      return label;
    }
  }

  /** What is measured. */
  public enum Part {
    THROUGHPUT,
    LATENCY,
    MEMORY
  }

  /** How a JVM collects garbage. */
  public enum Collector {
    G1("-XX:+UseG1GC"),
    SERIAL("-XX:+UseSerialGC"),
    PARALLEL("-XX:+UseParallelGC"),
    Z("-XX:+UseZGC", "-XX:-ZProactive");

    private final List<String> flags;

    Collector(String... flags) {
      this.flags = List.of(flags);
    }

    List<String> flags() {
      return flags;
    }
  }

  /** Throws {@link IllegalArgumentException} with a sentence. */
  public static Options parse(List<String> words) {
    var options =
        new Options(
            List.of(200, 5000),
            0,
            20,
            10,
            List.of(Tracker.values()),
            OptionalInt.empty(),
            0,
            5,
            EnumSet.of(Part.THROUGHPUT, Part.LATENCY),
            512,
            Collector.Z,
            List.of("-XX:+UseCompactObjectHeaders"),
            15_000);
    for (var i = 0; i < words.size(); i += 2) {
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + " needs a value; " + USAGE);
      }
      options = options.with(words.get(i), words.get(i + 1));
    }
    return options;
  }

  /** Swarms for so many peers; throws {@link IllegalArgumentException} when they are too many. */
  int swarmsOf(int count) {
    var number = swarms > 0 ? swarms : Math.max(1, count / PEERS_OF_A_SWARM);
    if (count / number < FEWEST) {
      throw new IllegalArgumentException(
          "--swarms: %d peers in %d swarms are too few; a swarm needs %d"
              .formatted(count, number, FEWEST));
    }
    return number;
  }

  /** Announces in flight for so many peers; 0 for as few as fill the core. */
  int atOnceOf(int count) {
    return atOnce.orElse(Math.max(count, FEWEST_AT_ONCE));
  }

  private Options with(String option, String value) {
    var as = new Change(this);
    switch (option) {
      case "--connections" -> as.connections = numbers(option, value);
      case "--swarms" -> as.swarms = number(option, value, 1, MOST);
      case "--seconds" -> as.seconds = number(option, value, 1, 3600);
      case "--warmup" -> as.warmup = number(option, value, 0, 3600);
      case "--systems" -> as.systems = systems(value);
      case "--at-once" -> as.atOnce = OptionalInt.of(number(option, value, 0, MOST));
      case "--rate" -> as.rate = number(option, value, 1, 1_000_000);
      case "--rounds" -> as.rounds = number(option, value, 1, 99);
      case "--only" -> as.only = EnumSet.of(named(option, value, Part.values()));
      case "--heap" -> as.heapMb = number(option, value, 32, 65_536);
      case "--gc" -> as.collector = named(option, value, Collector.values());
      case "--jvm" -> as.jvm = List.of(value.split(" "));
      case "--peers" -> as.peers = number(option, value, FEWEST, MOST);
      default -> throw new IllegalArgumentException("no option " + option + "; " + USAGE);
    }
    return as.made();
  }

  private static List<Integer> numbers(String option, String value) {
    return Arrays.stream(value.split(",")).map(n -> number(option, n, FEWEST, MOST)).toList();
  }

  private static List<Tracker> systems(String value) {
    var systems = new ArrayList<Tracker>();
    for (var name : value.split(",")) {
      systems.add(
          Arrays.stream(Tracker.values())
              .filter(s -> s.label().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("--systems knows no " + name)));
    }
    return systems.stream().distinct().sorted().toList();
  }

  private static <E extends Enum<E>> E named(String option, String value, E[] values) {
    return Arrays.stream(values)
        .filter(v -> v.name().equals(value.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(option + " knows no " + value));
  }

  private static int number(String option, String value, int least, int most) {
    try {
      var number = Integer.parseInt(value.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw new IllegalArgumentException(option + " takes numbers from " + least + " to " + most);
  }

  private static final class Change {
    private List<Integer> connections;
    private int swarms;
    private int seconds;
    private int warmup;
    private List<Tracker> systems;
    private OptionalInt atOnce;
    private double rate;
    private int rounds;
    private Set<Part> only;
    private int heapMb;
    private Collector collector;
    private List<String> jvm;
    private int peers;

    Change(Options from) {
      connections = from.connections;
      swarms = from.swarms;
      seconds = from.seconds;
      warmup = from.warmup;
      systems = from.systems;
      atOnce = from.atOnce;
      rate = from.rate;
      rounds = from.rounds;
      only = from.only;
      heapMb = from.heapMb;
      collector = from.collector;
      jvm = from.jvm;
      peers = from.peers;
    }

    Options made() {
      return new Options(
          connections,
          swarms,
          seconds,
          warmup,
          systems,
          atOnce,
          rate,
          rounds,
          only,
          heapMb,
          collector,
          jvm,
          peers);
    }
  }
}
