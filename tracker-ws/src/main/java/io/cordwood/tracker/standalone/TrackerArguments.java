package io.cordwood.tracker.standalone;

import io.cordwood.tracker.TrackerConfig;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What the command line asks for. */
sealed interface TrackerArguments {
  /**
   * Run a tracker.
   *
   * @param config all its settings
   * @param allow file of the only info hashes that are served; empty for any
   */
  record Run(TrackerConfig config, Optional<Path> allow) implements TrackerArguments {}

  /** Print the usage. */
  record Help(String usage) implements TrackerArguments {}

  /** Print the sentence and the usage. */
  record Wrong(String sentence, String usage) implements TrackerArguments {}

  /** Reads the command line; what it does not say is taken from the environment. */
  static TrackerArguments parse(Map<String, String> environment, String... args) {
    var usage = usage();
    var options = new TrackerOptions();
    var line = new CommandLine(options);
    line.setDefaultValueProvider(option -> value(option, environment));
    try {
      return line.parseArgs(args).isUsageHelpRequested()
          ? new Help(usage)
          : new Run(options.config(), options.allow());
    } catch (ParameterException e) {
      return new Wrong(sentence(e.getMessage()), usage);
    } catch (IllegalArgumentException e) {
      return new Wrong(e.getMessage(), usage);
    }
  }

  private static String usage() {
    var line = new CommandLine(new TrackerOptions());
    line.setDefaultValueProvider(option -> value(option, Map.of()));
    return line.getUsageMessage(Ansi.OFF).stripTrailing();
  }

  private static String value(ArgSpec argument, Map<String, String> environment) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    var name = option.longestName();
    var variable = name.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    var tls = variable.startsWith("TLS_") ? environment.get("CORDWOOD_" + variable) : null;
    return Stream.of(
            Optional.ofNullable(environment.get("CORDWOOD_TRACKER_" + variable)),
            Optional.ofNullable(tls),
            Optional.ofNullable(TrackerOptions.DEFAULTS.get(name)))
        .flatMap(Optional::stream)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse(null);
  }

  private static String sentence(String message) {
    var first = message.lines().findFirst().orElse("");
    return first.endsWith(".") ? first : first + ".";
  }
}
