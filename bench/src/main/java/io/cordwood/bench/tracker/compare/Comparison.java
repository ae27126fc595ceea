package io.cordwood.bench.tracker.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.harness.Pinned;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Scratch;
import io.cordwood.bench.tracker.compare.Options.Part;
import io.cordwood.bench.tracker.compare.Options.Tracker;
import io.cordwood.bench.tracker.load.GeneratorOptions.Mode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what the options ask for and prints it; used once, by one thread. */
public final class Comparison {
  private static final double SHARE_OF_SLOWEST = 0.6;
  private static final double STRANGERS = 0.1;

  private final Options options;
  private final PrintStream out;
  private final Map<String, Map<String, Object>> systems = new LinkedHashMap<>();

  /** A comparison that prints to {@code out}. */
  public Comparison(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Throws {@link IllegalStateException} with a sentence when it failed or something was wrong. */
  public void run() {
    try (var scratch = Scratch.make("cordwood-tracker")) {
      var servers = new Servers(Repository.find(), scratch.folder(), options);
      out.printf(
          "One core a server, one the load; %d s after %d s; servers on the JVM: -Xmx%dm %s %s%n",
          options.seconds(),
          options.warmup(),
          options.heapMb(),
          String.join(" ", options.collector().flags()),
          String.join(" ", options.jvm()));
      if (options.only().contains(Part.LATENCY)) {
        out.println(
            Pinned.mayBeFirst()
                ? "Latency: server and load run before all programs of usual priority."
                : "Latency: this machine allows no priority, so others that run are in the figures.");
      }
      if (options.only().contains(Part.MEMORY)) {
        memory(servers);
      } else {
        options.connections().forEach(OpenFiles::check);
        options.connections().forEach(options::swarmsOf);
        options.connections().forEach(c -> loads(new Runner(servers, options), c));
      }
      out.println(json());
    }
  }

  private void loads(Runner runner, int connections) {
    var reached = new LinkedHashMap<Tracker, Run>();
    var asked = options.only().contains(Part.THROUGHPUT);
    if (asked || options.rate() == 0) {
      for (var system : asked ? options.systems() : List.of(Tracker.BITTORRENT_TRACKER)) {
        reached.put(system, runner.throughput(system, connections));
      }
      print(
          "throughput",
          List.copyOf(reached.values()),
          Tables.throughput(List.copyOf(reached.values())));
    }
    if (options.only().contains(Part.LATENCY)) {
      var rate = options.rate() > 0 ? options.rate() : SHARE_OF_SLOWEST * slowest(reached);
      var runs = new ArrayList<Run>();
      for (int round = 0; round < options.rounds(); round++) {
        options.systems().forEach(system -> runs.add(runner.latency(system, connections, rate)));
      }
      print("latency", runs, Tables.latency(runs));
    }
  }

  private static double slowest(Map<Tracker, Run> runs) {
    return runs.values().stream().mapToDouble(Run::announcesPerSecond).min().orElseThrow();
  }

  private void print(String part, List<Run> runs, String table) {
    out.print(table);
    runs.forEach(run -> remember(run.system(), part, run.json()));
    ratio(part, runs);
    for (var run : runs) {
      notes(part, run);
    }
  }

  private void ratio(String part, List<Run> runs) {
    var systems = runs.stream().map(Run::system).distinct().toList();
    if (systems.size() < 2) {
      return;
    }
    boolean throughput = part.equals("throughput");
    var medians = systems.stream().mapToDouble(s -> median(runs, s, throughput)).toArray();
    out.printf(
        "  %s / %s: %s of %s%n",
        systems.get(0),
        systems.get(1),
        Tables.number("%.2f", medians[0] / medians[1]),
        throughput ? "messages out per cpu-second" : "the median p99 of replies");
  }

  private static double median(List<Run> runs, String system, boolean throughput) {
    var sorted =
        runs.stream()
            .filter(run -> run.system().equals(system))
            .mapToDouble(run -> throughput ? run.messagesOutPerCpuSecond() : run.replyMs("p99Ms"))
            .sorted()
            .toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private void notes(String part, Run run) {
    if (part.equals("throughput")) {
      out.printf(
          "  %s: load %s messages a cpu-second, %d announces at once%s%n",
          run.system(),
          Tables.number("%.0f", run.generatorLimit()),
          (long) run.number("width"),
          full(run));
    }
    boolean disturbed = part.equals("throughput") || !Pinned.mayBeFirst();
    if (disturbed && run.othersCpu() > STRANGERS) {
      out.printf(
          "  %s: others took %.0f%% of the server's core; its times mean little%n",
          run.system(), 100 * run.othersCpu());
    }
    note(run, "expired", "announces without all their answers within 3 s");
    note(run, "overruns", "announces left out: their peer had 16 without a reply");
    note(run, "warnings", "replies with a warning");
  }

  private static String full(Run run) {
    return run.serverFull() ? "" : "; its core was not full, so out/s is no limit of the server";
  }

  private void note(Run run, String what, String words) {
    if (run.total(what) > 0) {
      out.printf("  %s: %d %s%n", run.system(), run.total(what), words);
    }
  }

  private void memory(Servers servers) {
    OpenFiles.check(options.peers());
    var bare = Memory.of(servers.bareJetty(), options, Mode.HOLD_SILENT);
    var all = new ArrayList<>(List.of(bare));
    if (options.systems().contains(Tracker.CORDWOOD)) {
      all.add(Memory.of(servers.start(Tracker.CORDWOOD), options, Mode.HOLD));
    }
    out.print(Tables.memory(all));
    if (all.size() == 2) {
      out.printf(
          "a peer of cordwood costs %.0f bytes more than a connection of bare Jetty%n",
          all.get(1).bytesOfPeer() - bare.bytesOfPeer());
    }
    all.forEach(m -> remember(m.system(), "memory", m.json()));
  }

  @SuppressWarnings("unchecked")
  private void remember(String system, String part, Map<String, Object> figures) {
    var json = systems.computeIfAbsent(system, name -> new LinkedHashMap<>(Map.of("name", name)));
    ((List<Object>) json.computeIfAbsent(part, p -> new ArrayList<>())).add(figures);
  }

  private String json() {
    try {
      return new ObjectMapper().writeValueAsString(Map.of("systems", systems.values()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
