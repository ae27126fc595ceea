package io.cordwood.bench.tracker.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was sent and what came, counted from the start. One thread. */
final class Tally {
  private static final int EXAMPLES = 5;

  long announcesSent;
  long answersSent;
  long replies;
  long offers;
  long answers;
  long others;
  long warnings;
  long bytesIn;
  long bytesOut;
  long expired;
  long overruns;
  long wrong;
  private final Map<String, Integer> wrongs = new LinkedHashMap<>();
  private final List<String> examples = new ArrayList<>();

  /** Something arrived that should not have, or not so. */
  void wrong(String what, String message) {
    wrong++;
    wrongs.merge(what, 1, Integer::sum);
    if (examples.size() < EXAMPLES) {
      examples.add(what + ": " + message);
    }
  }

  /** Messages of the tracker. */
  long in() {
    return replies + offers + answers + others;
  }

  /** Messages to the tracker. */
  long out() {
    return announcesSent + answersSent;
  }

  /** How often what was wrong. */
  Map<String, Integer> wrongs() {
    return wrongs;
  }

  /** The first wrong messages. */
  List<String> examples() {
    return examples;
  }

  /** A copy of the numbers. */
  Tally copy() {
    var copy = new Tally();
    copy.announcesSent = announcesSent;
    copy.answersSent = answersSent;
    copy.replies = replies;
    copy.offers = offers;
    copy.answers = answers;
    copy.others = others;
    copy.warnings = warnings;
    copy.bytesIn = bytesIn;
    copy.bytesOut = bytesOut;
    copy.expired = expired;
    copy.overruns = overruns;
    copy.wrong = wrong;
    return copy;
  }
}
