package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What trackers did, for people and for programs. */
final class Report {
  private static final String VERDICT = "%-20s";
  private static final String ROW = "%-8s%s%-52s %s";

  private Report() {}

  /** How every case went with one tracker, in the suite's order. */
  record Played(String name, List<Result> results) {
    long count(Verdict verdict) {
      return results.stream().filter(r -> r.verdict() == verdict).count();
    }
  }

  /** One line a case, trackers side by side; all have played the same cases. */
  static String table(List<Played> systems) {
    var text = new StringBuilder(row("id", names(systems), "what must be", "what was seen"));
    for (var i = 0; i < systems.getFirst().results().size(); i++) {
      var index = i;
      var results = systems.stream().map(s -> s.results().get(index)).toList();
      var words = results.stream().map(r -> r.verdict().word()).toList();
      var played = results.getFirst().played();
      text.append(row(played.id(), words, played.sentence(), seen(systems, results)));
    }
    return text.toString();
  }

  /** {@code N passed, N failed}, one line a tracker. */
  static String summary(List<Played> systems) {
    return systems.stream().map(s -> summary(s, systems.size() > 1)).collect(Collectors.joining());
  }

  /** The one line of JSON. */
  static String json(List<Played> systems) {
    try {
      var all = systems.stream().map(Report::json).toList();
      return new ObjectMapper().writeValueAsString(Map.of("systems", all));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String row(String id, List<String> verdicts, String sentence, String seen) {
    var columns = verdicts.stream().map(VERDICT::formatted).collect(Collectors.joining());
    return ROW.formatted(id, columns, sentence, seen).stripTrailing() + "\n";
  }

  /** Alone, a tracker's name is its column's only use of width, and it may be long. */
  private static List<String> names(List<Played> systems) {
    return systems.size() == 1 ? List.of("verdict") : systems.stream().map(Played::name).toList();
  }

  private static String seen(List<Played> systems, List<Result> results) {
    var parts = new ArrayList<String>();
    for (var i = 0; i < results.size(); i++) {
      var result = results.get(i);
      var named = systems.size() > 1 ? systems.get(i).name() + ": " : "";
      if (!result.seen().isEmpty() && (systems.size() == 1 || result.verdict() != Verdict.SKIP)) {
        parts.add(named + result.seen());
      }
    }
    return String.join(" | ", parts);
  }

  private static String summary(Played system, boolean named) {
    var skipped = system.count(Verdict.SKIP);
    return "%s%d passed, %d failed%s%n"
        .formatted(
            named ? system.name() + ": " : "",
            system.count(Verdict.PASS),
            system.count(Verdict.FAIL),
            skipped == 0 ? "" : ", " + skipped + " skipped");
  }

  private static Map<String, Object> json(Played system) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", system.name());
    json.put("passed", system.count(Verdict.PASS));
    json.put("failed", system.count(Verdict.FAIL));
    json.put("skipped", system.count(Verdict.SKIP));
    json.put("cases", system.results().stream().map(Report::json).toList());
    return json;
  }

  private static Map<String, Object> json(Result result) {
    var json = new LinkedHashMap<String, Object>();
    json.put("id", result.played().id());
    json.put("sentence", result.played().sentence());
    json.put("verdict", result.verdict().word());
    json.put("seen", result.seen());
    return json;
  }
}
