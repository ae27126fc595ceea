package io.cordwood.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a benchmark, each a name and a value; what is not said is the default. What makes
 * no sense is an {@link IllegalArgumentException} that says what would be right.
 */
final class Options {
  private static final int MOST = 3600;

  private final Map<String, String> said;

  private Options(Map<String, String> said) {
    this.said = said;
  }

  /**
   * @param defaults every option there is, with its value when it is not said
   * @param usage what is told to whoever says another
   */
  static Options parse(List<String> words, Map<String, String> defaults, String usage) {
    var said = new LinkedHashMap<>(defaults);
    for (var i = 0; i < words.size(); i += 2) {
      if (!said.containsKey(words.get(i))) {
        throw new IllegalArgumentException("no option " + words.get(i) + "; " + usage);
      }
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + " needs a value; " + usage);
      }
      said.put(words.get(i), words.get(i + 1));
    }
    return new Options(said);
  }

  String text(String option) {
    return said.get(option);
  }

  /** A whole number from {@code least} to {@value #MOST}. */
  int number(String option, int least) {
    try {
      var number = Integer.parseInt(said.get(option));
      if (number >= least && number <= MOST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw new IllegalArgumentException(option + " takes a number from " + least + " to " + MOST);
  }

  /** Seconds from 0 to {@value #MOST}, which may have a fraction. */
  Duration seconds(String option) {
    try {
      var seconds = new BigDecimal(said.get(option));
      if (seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(MOST)) <= 0) {
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw new IllegalArgumentException(option + " takes seconds from 0 to " + MOST);
  }

  /** Those of {@code all} whose label begins with the option's value; all when it is empty. */
  List<PlayerSystem> systems(String option, List<PlayerSystem> all) {
    var label = said.get(option);
    var some = all.stream().filter(one -> one.label().startsWith(label)).toList();
    if (some.isEmpty()) {
      var labels = all.stream().map(PlayerSystem::label).toList();
      throw new IllegalArgumentException(option + " takes one of " + String.join("|", labels));
    }
    return some;
  }
}
