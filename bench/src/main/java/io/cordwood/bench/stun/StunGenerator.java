package io.cordwood.bench.stun;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.harness.ProcStat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The load, in a process of its own on a core of its own: one thread that never sleeps asks one
 * server, first as fast as it answers, then at a given rate. Its last line is a {@link StunRound}
 * as JSON.
 */
final class StunGenerator {
  private static final long LOST_AFTER = Duration.ofMillis(500).toNanos();
  private static final long FIRST_ANSWER_WITHIN = Duration.ofSeconds(20).toNanos();
  private static final long BREATH = Duration.ofNanos(20_000).toNanos();
  private static final int LOOKS_BETWEEN_CLOCKS = 64;

  private final List<Client> clients;
  private final Latencies latencies = new Latencies();
  private long looks;
  private long idleLooks;

  private StunGenerator(List<Client> clients) {
    this.clients = clients;
  }

  /** Arguments: the server's port and process, then the options of the benchmark. */
  public static void main(String[] args) throws IOException {
    var words = List.of(args);
    var server =
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(args[0]));
    var options = StunOptions.parse(words.subList(2, words.size()));
    var clients = new ArrayList<Client>();
    var random = new Random();
    for (int i = 0; i < options.clients(); i++) {
      clients.add(Client.open(server, random.nextInt(), options.window() / options.clients()));
    }
    var round = new StunGenerator(clients).run(options, Long.parseLong(args[1]));
    System.out.println(new ObjectMapper().writeValueAsString(round));
    for (var client : clients) {
      client.close();
    }
  }

  private StunRound run(StunOptions options, long serverPid) throws IOException {
    awaitFirstAnswer();
    saturate(Duration.ofSeconds(options.warmup()));
    long lost = lost();
    long wrong = wrong();
    looks = idleLooks = 0;
    var server = new ProcStat(serverPid);
    double cpu = server.cpuSeconds();
    long begin = System.nanoTime();
    long answers = saturate(Duration.ofSeconds(options.seconds()));
    double seconds = (System.nanoTime() - begin) / 1e9;
    double used = server.cpuSeconds() - cpu;
    pace(options.rate(), Duration.ofSeconds(options.seconds()));
    return new StunRound(
        answers,
        seconds,
        used,
        (double) idleLooks / looks,
        lost() - lost,
        wrong() - wrong,
        latencies.count(),
        latencies.micros(0.5),
        latencies.micros(0.99));
  }

  private void awaitFirstAnswer() throws IOException {
    var client = clients.getFirst();
    long begin = System.nanoTime();
    while (client.take((place, due) -> {}) == 0) {
      long now = System.nanoTime();
      if (now - begin > FIRST_ANSWER_WITHIN) {
        throw new IllegalStateException("no right answer within 20 s");
      }
      client.askAgain(now - LOST_AFTER / 10, now);
    }
  }

  /** Every right answer is followed by the next request at once. Returns the right answers. */
  private long saturate(Duration length) throws IOException {
    long now = System.nanoTime();
    long end = now + length.toNanos();
    long right = 0;
    while (now - end < 0) {
      for (var client : clients) {
        client.askAgain(now - LOST_AFTER, now);
      }
      for (int i = 0; i < LOOKS_BETWEEN_CLOCKS; i++) {
        int came = exchangeAll(now);
        looks++;
        right += came;
        if (came == 0) {
          idleLooks++;
          breathe();
        }
      }
      now = System.nanoTime();
    }
    return right;
  }

  /**
   * Leaves sockets alone for a moment: a generator that looks without end at queues which the
   * server's core fills slows the server, by the caches and the physical core that they share.
   */
  private static void breathe() {
    long end = System.nanoTime() + BREATH;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private int exchangeAll(long now) throws IOException {
    int right = 0;
    for (var client : clients) {
      right += client.take((place, due) -> client.ask(place, now, now));
    }
    return right;
  }

  /** Requests at even distances; a time counts from the moment a request was due. */
  private void pace(int rate, Duration length) throws IOException {
    drain((place, due) -> {});
    long apart = Duration.ofSeconds(1).toNanos() / rate;
    long due = System.nanoTime();
    long end = due + length.toNanos();
    int turn = 0;
    for (long now = due; due - end < 0 && now - end < 0; now = System.nanoTime()) {
      var client = clients.get(turn % clients.size());
      if (now - due >= 0 && client.askFree(due, now, now - LOST_AFTER)) {
        due += apart;
        turn++;
      }
      takeAll(this::timed);
    }
    drain(this::timed);
  }

  private void drain(Client.Answered answered) throws IOException {
    long end = System.nanoTime() + LOST_AFTER;
    while (System.nanoTime() - end < 0) {
      takeAll(answered);
    }
    clients.forEach(Client::giveUp);
  }

  private void takeAll(Client.Answered answered) throws IOException {
    for (var client : clients) {
      client.take(answered);
    }
  }

  private void timed(int place, long due) {
    latencies.add(System.nanoTime() - due);
  }

  private long lost() {
    return clients.stream().mapToLong(Client::lost).sum();
  }

  private long wrong() {
    return clients.stream().mapToLong(Client::wrong).sum();
  }
}
