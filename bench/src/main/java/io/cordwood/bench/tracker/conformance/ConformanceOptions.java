package io.cordwood.bench.tracker.conformance;

import io.cordwood.bench.tracker.TrackerAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param against which trackers
 * @param only ids or groups of cases; empty for all
 * @param slow also cases that take minutes
 * @param onlyJson no table
 * @param requireAll a case that the first tracker fails is a failed run
 */
record ConformanceOptions(
    Against against, Set<String> only, boolean slow, boolean onlyJson, boolean requireAll) {
  /** The usage, one line. */
  static final String USAGE =
      "what a WebTorrent tracker does in every odd case (ws://URL | wss://URL [--insecure] [--patience 10] | --peer"
          + " bittorrent-tracker | --both) [--only ANN-3,OFF] [--slow] [--json] [--require-all]";

  /** Which trackers are played against. */
  sealed interface Against {
    /** One that runs somewhere, and may take this many times as long as a case says. */
    record Address(TrackerAddress address, int patience) implements Against {}

    /** The server of npm's bittorrent-tracker, in a process of its own. */
    record BittorrentTracker() implements Against {}

    /** Cordwood's own and the one above. */
    record Both() implements Against {}
  }

  static ConformanceOptions parse(List<String> words) {
    var rest = new ArrayDeque<>(words);
    var insecure = rest.remove("--insecure");
    var slow = rest.remove("--slow");
    var json = rest.remove("--json");
    var requireAll = rest.remove("--require-all");
    var only = valueOf(rest, "--only").map(ids -> Set.of(ids.split(","))).orElse(Set.of());
    return new ConformanceOptions(against(rest, insecure), only, slow, json, requireAll);
  }

  private static Against against(ArrayDeque<String> rest, boolean insecure) {
    var peer = valueOf(rest, "--peer");
    var patience = valueOf(rest, "--patience").map(ConformanceOptions::times).orElse(1);
    var both = rest.remove("--both");
    var chosen = rest.size() + (peer.isPresent() ? 1 : 0) + (both ? 1 : 0);
    if (chosen != 1) {
      throw new IllegalArgumentException("one tracker is needed, and no more; " + USAGE);
    }
    if (peer.isPresent() && !peer.get().equals("bittorrent-tracker")) {
      throw new IllegalArgumentException("--peer is bittorrent-tracker, not " + peer.get());
    }
    if (both) {
      return new Against.Both();
    }
    return peer.isPresent()
        ? new Against.BittorrentTracker()
        : new Against.Address(TrackerAddress.parse(rest.remove(), insecure), patience);
  }

  private static int times(String word) {
    if (!word.matches("[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("--patience is a number from 1 to 999, not " + word);
    }
    return Integer.parseInt(word);
  }

  private static Optional<String> valueOf(ArrayDeque<String> rest, String option) {
    var words = List.copyOf(rest);
    var at = words.indexOf(option);
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 == words.size()) {
      throw new IllegalArgumentException(option + " needs a value; " + USAGE);
    }
    rest.clear();
    rest.addAll(words.subList(0, at));
    rest.addAll(words.subList(at + 2, words.size()));
    return Optional.of(words.get(at + 1));
  }
}
