package io.cordwood.bench.stun;

import java.util.List;

/**
 * How a run of {@link Stun} is made.
 *
 * @param seconds measured in each round at saturation, and again at the given load
 * @param warmup seconds before, in each round
 * @param window requests in flight, of all clients together
 * @param clients sockets that ask
 * @param rounds of each server, in turn
 * @param rate requests a second at which latency is measured
 */
record StunOptions(int seconds, int warmup, int window, int clients, int rounds, int rate) {
  static final String USAGE =
      "STUN answers of one core, our server and coturn in turns [--seconds 5] [--warmup 4]"
          + " [--window 64] [--clients 8] [--rounds 3] [--rate 50000]";

  static StunOptions parse(List<String> words) {
    var options = new StunOptions(5, 4, 64, 8, 3, 50_000);
    for (var i = 0; i < words.size(); i += 2) {
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + " needs a value; " + USAGE);
      }
      options = options.with(words.get(i), words.get(i + 1));
    }
    if (options.window < options.clients) {
      throw new IllegalArgumentException("--window must be at least --clients");
    }
    return options;
  }

  private StunOptions with(String option, String value) {
    return switch (option) {
      case "--seconds" ->
          new StunOptions(number(option, value, 600), warmup, window, clients, rounds, rate);
      case "--warmup" ->
          new StunOptions(seconds, number(option, value, 600), window, clients, rounds, rate);
      case "--window" ->
          new StunOptions(seconds, warmup, number(option, value, 4096), clients, rounds, rate);
      case "--clients" ->
          new StunOptions(seconds, warmup, window, number(option, value, 1024), rounds, rate);
      case "--rounds" ->
          new StunOptions(seconds, warmup, window, clients, number(option, value, 100), rate);
      case "--rate" ->
          new StunOptions(
              seconds, warmup, window, clients, rounds, number(option, value, 1_000_000));
      default -> throw new IllegalArgumentException("no option " + option + "; " + USAGE);
    };
  }

  private static int number(String option, String value, int most) {
    try {
      var number = Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw new IllegalArgumentException(option + " takes a number from 1 to " + most);
  }

  @Override
  public String toString() {
    return "%d rounds of %d s, %d in flight from %d sockets, latency at %d/s"
        .formatted(rounds, seconds, window, clients, rate);
  }
}
