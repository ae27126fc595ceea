package io.cordwood.bench.tracker.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.harness.ProcStat;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The load's own process. Prints one line of JSON: what it measured, or {@code {"failed": why}}.
 * With {@link GeneratorOptions.Mode#HOLD} it prints it when all are there, and leaves them there
 * until a line comes on standard input.
 */
public final class Generator {
  private static final Duration CONNECTING = Duration.ofSeconds(60);
  private static final Duration DRAINING = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final GeneratorOptions options;
  private final Crowd crowd;
  private final ProcStat server;
  private final CoreTime core;
  private final ProcStat self = new ProcStat(ProcessHandle.current().pid());

  private Generator(GeneratorOptions options, Crowd crowd) {
    this.options = options;
    this.crowd = crowd;
    this.server = new ProcStat(options.pid());
    this.core = new CoreTime(options.core());
  }

  /** Takes the words of {@link GeneratorOptions#words}. */
  public static void main(String[] args) throws IOException {
    var options = GeneratorOptions.parse(args);
    var address = new InetSocketAddress("127.0.0.1", options.port());
    try (var crowd = new Crowd(address, options.connections(), options.swarms())) {
      print(new Generator(options, crowd).run(), System.out);
      switch (options.mode()) {
        case HOLD, HOLD_SILENT -> System.in.read();
        case THROUGHPUT, LATENCY -> {}
      }
    } catch (RuntimeException e) {
      print(Map.of("failed", String.valueOf(e.getMessage())), System.out);
    }
  }

  private static void print(Map<String, Object> json, PrintStream out) {
    try {
      out.println(new ObjectMapper().writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> run() {
    connect();
    return switch (options.mode()) {
      case THROUGHPUT -> {
        join();
        var pace = new ClosedLoop(crowd, core, options.atOnce());
        var figures = measure(pace);
        figures.put("width", pace.width());
        yield figures;
      }
      case LATENCY -> {
        join();
        warm();
        yield measure(new OpenLoop(crowd, options.rate()));
      }
      case HOLD -> {
        join();
        announceOnce();
        yield totals(new LinkedHashMap<>());
      }
      case HOLD_SILENT -> {
        announceOnce();
        yield totals(new LinkedHashMap<>());
      }
    };
  }

  private void connect() {
    until(
        () -> "only %d of %d are connected".formatted(crowd.open(), options.connections()),
        CONNECTING,
        () -> {
          crowd.connectSome();
          return crowd.open() == options.connections();
        });
  }

  private void join() {
    var now = System.nanoTime();
    for (Peer peer; (peer = crowd.fresh()) != null; ) {
      crowd.join(peer, now);
      if (peer.index % 50 == 0) {
        crowd.reactor.turn(1);
      }
    }
    until(
        () -> "only %d of %d joined".formatted(crowd.tally.replies, options.connections()),
        CONNECTING,
        () -> crowd.tally.replies >= options.connections());
    crowd.peers.allJoined();
  }

  /** Full load before the warm-up, half as long: compilers compile what is used much. */
  private void warm() {
    var pace = new ClosedLoop(crowd, core, 0);
    crowd.pace(pace);
    during(pace, Duration.ofMillis(500L * options.warmupSeconds()));
    crowd.pace(Pace.NONE);
    drain();
  }

  /** Everybody announces and answers once, and the server has read all of it. */
  private void announceOnce() {
    for (var peer : crowd.peers.all()) {
      crowd.announce(peer, System.nanoTime());
      crowd.ping(peer);
      if (peer.index % 10 == 0) {
        crowd.reactor.turn(1);
      }
    }
    until(
        () -> "only %d of %d pings were answered".formatted(crowd.pongs(), options.connections()),
        CONNECTING,
        () -> crowd.pongs() == options.connections());
    var last = new long[] {-1, System.nanoTime()};
    until(
        () -> "messages did not end",
        CONNECTING,
        () -> {
          if (last[0] != crowd.tally.in()) {
            last[0] = crowd.tally.in();
            last[1] = System.nanoTime();
          }
          return System.nanoTime() - last[1] > QUIET.toNanos();
        });
  }

  private Map<String, Object> measure(Pace pace) {
    crowd.pace(pace);
    during(pace, Duration.ofSeconds(options.warmupSeconds()));
    crowd.replies.reset();
    crowd.answered.reset();
    var before = Mark.now(crowd.tally, server, core, self);
    during(pace, Duration.ofSeconds(options.seconds()));
    var figures = Mark.now(crowd.tally, server, core, self).since(before);
    figures.put("replyLatency", crowd.replies.json());
    figures.put("answeredLatency", crowd.answered.json());
    crowd.pace(Pace.NONE);
    drain();
    return totals(figures);
  }

  private void during(Pace pace, Duration time) {
    var end = System.nanoTime() + time.toNanos();
    for (var now = System.nanoTime(); now < end; now = System.nanoTime()) {
      crowd.reactor.turn(pace.next(now));
      stopIfHopeless();
    }
  }

  private void drain() {
    var end = System.nanoTime() + DRAINING.toNanos();
    while (System.nanoTime() < end && waiting()) {
      crowd.reactor.turn(10);
    }
  }

  private boolean waiting() {
    var tally = crowd.tally;
    return tally.replies < tally.announcesSent
        || tally.answers < tally.answersSent
        || tally.offers < expectedOffers();
  }

  private long expectedOffers() {
    var joins = options.connections();
    return (crowd.tally.announcesSent - joins) * crowd.peers.get(0).swarm.reached();
  }

  private Map<String, Object> totals(Map<String, Object> figures) {
    var tally = crowd.tally;
    var totals = new LinkedHashMap<String, Object>();
    totals.put("announcesSent", tally.announcesSent);
    totals.put("replies", tally.replies);
    totals.put("offersExpected", expectedOffers());
    totals.put("offers", tally.offers);
    totals.put("answersSent", tally.answersSent);
    totals.put("answers", tally.answers);
    totals.put("expired", tally.expired);
    totals.put("overruns", tally.overruns);
    totals.put("warnings", tally.warnings);
    figures.put("totals", totals);
    figures.put("wrong", tally.wrongs());
    figures.put("examples", tally.examples());
    return figures;
  }

  private void until(Supplier<String> what, Duration limit, BooleanSupplier condition) {
    var end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(what.get() + why());
      }
      crowd.reactor.turn(10);
      stopIfHopeless();
    }
  }

  private void stopIfHopeless() {
    if (crowd.tally.wrong > 1000) {
      throw new IllegalStateException("more than 1000 wrong messages" + why());
    }
  }

  private String why() {
    return crowd.tally.examples().isEmpty() ? "" : "; " + crowd.tally.examples().get(0);
  }
}
