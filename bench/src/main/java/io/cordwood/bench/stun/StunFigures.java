package io.cordwood.bench.stun;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All rounds of one system; its figures are the medians of the rounds', losses their sums. */
record StunFigures(StunSystem system, List<StunRound> rounds) {

  double answersPerSecond() {
    return median(StunRound::answersPerSecond);
  }

  double answersPerCpuSecond() {
    return median(StunRound::answersPerCpuSecond);
  }

  double busy() {
    return median(StunRound::busy);
  }

  double spare() {
    return median(StunRound::spare);
  }

  double p50Micros() {
    return median(StunRound::p50Micros);
  }

  double p99Micros() {
    return median(StunRound::p99Micros);
  }

  long lost() {
    return rounds.stream().mapToLong(StunRound::lost).sum();
  }

  long wrong() {
    return rounds.stream().mapToLong(StunRound::wrong).sum();
  }

  /** As an object of the JSON line. */
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", system.label());
    json.put("answersPerSecond", Math.round(answersPerSecond()));
    json.put("answersPerCpuSecond", Math.round(answersPerCpuSecond()));
    json.put("busy", Math.round(busy() * 1000) / 1000.0);
    json.put("spare", Math.round(spare() * 1000) / 1000.0);
    json.put("p50Micros", p50Micros());
    json.put("p99Micros", p99Micros());
    json.put("lost", lost());
    json.put("wrong", wrong());
    json.put("rounds", rounds);
    return json;
  }

  private double median(ToDoubleFunction<StunRound> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
