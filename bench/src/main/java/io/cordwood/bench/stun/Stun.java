package io.cordwood.bench.stun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.Benchmark;
import io.cordwood.bench.harness.Pinned;
import io.cordwood.bench.harness.Ports;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Scratch;
import io.cordwood.bench.harness.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Answers a second of one server core: our STUN server and coturn in turns, each alone on core 0
 * and freshly started, the generator on core 1. What arrives is checked, answer by answer.
 */
public final class Stun implements Benchmark {
  private static final int SERVER_CORE = 0;
  private static final int GENERATOR_CORE = 1;
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "stun";
  }

  @Override
  public String summary() {
    return StunOptions.USAGE;
  }

  @Override
  public void run(List<String> options, PrintStream out) {
    var chosen = StunOptions.parse(options);
    var repository = Repository.find();
    for (var system : StunSystem.values()) {
      system.command(repository, 0);
    }
    out.printf("%s; load average %s%n", chosen, load());
    var rounds = new EnumMap<StunSystem, List<StunRound>>(StunSystem.class);
    for (var i = 0; i < chosen.rounds(); i++) {
      for (var system : order(i)) {
        var round = round(system, repository, options, chosen);
        out.printf(
            "%-10s %.0f answers/s, %.0f a CPU second; load average %s%n",
            system.label(), round.answersPerSecond(), round.answersPerCpuSecond(), load());
        rounds.computeIfAbsent(system, s -> new ArrayList<>()).add(round);
      }
    }
    print(rounds, out);
  }

  /** Each goes first every other time. */
  private static List<StunSystem> order(int round) {
    var systems = List.of(StunSystem.values());
    return round % 2 == 0 ? systems : systems.reversed();
  }

  private static StunRound round(
      StunSystem system, Repository repository, List<String> options, StunOptions chosen) {
    var port = Ports.free();
    var command = Pinned.to(SERVER_CORE, system.command(repository, port));
    try (var scratch = Scratch.make("cordwood-stun");
        var server = ServerProcess.start(system.label(), scratch.folder(), command, Map.of())) {
      return generate(scratch.folder(), server, port, options, chosen);
    }
  }

  private static StunRound generate(
      Path folder, ServerProcess server, int port, List<String> options, StunOptions chosen) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx128m", "-cp", absolute(System.getProperty("java.class.path"))));
    words.add(StunGenerator.class.getName());
    words.addAll(List.of(Integer.toString(port), Long.toString(server.pid())));
    words.addAll(options);
    var command = Pinned.to(GENERATOR_CORE, words);
    var limit = STARTS_WITHIN.plusSeconds(chosen.warmup() + 2L * chosen.seconds());
    try (var generator = ServerProcess.start("generator", folder, command, Map.of())) {
      generator.awaitSuccess(limit);
      return JSON.readValue(generator.logEnd().lines().toList().getLast(), StunRound.class);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + server.logEnd(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the generator said no figures", e);
    }
  }

  private static String absolute(String classPath) {
    return String.join(
        ":",
        List.of(classPath.split(":")).stream()
            .map(p -> Path.of("").toAbsolutePath().resolve(p).toString())
            .toList());
  }

  private static void print(Map<StunSystem, List<StunRound>> rounds, PrintStream out) {
    var figures =
        rounds.entrySet().stream().map(e -> new StunFigures(e.getKey(), e.getValue())).toList();
    out.print(StunTable.of(figures));
    out.println(StunTable.ratio(figures.getFirst(), figures.getLast()));
    try {
      var systems = figures.stream().map(StunFigures::json).toList();
      out.println(JSON.writeValueAsString(Map.of("systems", systems)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
