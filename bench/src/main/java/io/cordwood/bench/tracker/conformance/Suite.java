package io.cordwood.bench.tracker.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All cases, in their order, and how they are played. */
final class Suite {
  private static final int LONGEST = 240;

  private Suite() {}

  static List<Case> all() {
    return Stream.of(
            EncodingCases.all(),
            AnnounceCases.all(),
            OfferCases.all(),
            AnswerCases.all(),
            ScrapeCases.all(),
            SocketCases.all(),
            BadMessageCases.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Those of these ids or of these groups ({@code ANN}); all when there are none. Throws {@link
   * IllegalArgumentException} for a word that names no case.
   */
  static List<Case> only(Set<String> words) {
    var chosen = new ArrayList<Case>();
    var unknown = new ArrayList<>(words);
    for (var each : all()) {
      var group = each.id().substring(0, each.id().indexOf('-'));
      if (words.isEmpty() || words.contains(each.id()) || words.contains(group)) {
        chosen.add(each);
        unknown.removeAll(List.of(each.id(), group));
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("there is no case " + String.join(", ", unknown));
    }
    return chosen;
  }

  /** Plays the cases one after another. */
  static List<Result> play(Target target, List<Case> cases, boolean slowToo) {
    return cases.stream().map(each -> play(target, each, slowToo)).toList();
  }

  /** Opens a socket at the end, which sees whether the tracker has survived the case. */
  private static Result play(Target target, Case each, boolean slowToo) {
    if (each.slow() && !slowToo) {
      return new Result(each, Verdict.SKIP, "takes minutes; --slow plays it");
    }
    var deaths = target.deaths();
    try (var stage = new Stage(target)) {
      var result = played(stage, each);
      stage.open();
      return target.deaths() > deaths ? fail(each, "the process died; " + result.seen()) : result;
    } catch (IOException e) {
      return fail(each, "no connection: " + e.getMessage());
    }
  }

  private static Result played(Stage stage, Case each) throws IOException {
    try {
      each.check().run(stage);
      return new Result(each, Verdict.PASS, stage.note());
    } catch (Mismatch e) {
      return fail(each, e.getMessage());
    }
  }

  private static Result fail(Case each, String seen) {
    return new Result(each, Verdict.FAIL, Read.oneLine(seen, LONGEST));
  }
}
