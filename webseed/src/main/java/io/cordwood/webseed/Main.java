package io.cordwood.webseed;

import io.cordwood.webseed.publish.PublishException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/**
 * {@code cordwood-webseed serve|publish|live}. Exit codes: 0 done, 1 failed with a sentence, 2
 * usage.
 */
@Command(
    name = "cordwood-webseed",
    description = "Serves titles by HTTP range, publishes films and puts channels on the air.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "Cordwood 0.1",
    subcommands = {ServeCommand.class, PublishCommand.class, LiveCommand.class})
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  /** Runs a command; what it cannot do is one sentence on the error output. */
  static int run(String... arguments) {
    return commands().execute(arguments);
  }

  /** All commands; they write where the returned one is told to. */
  static CommandLine commands() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Main::tell);
  }

  private static int tell(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    String sentence =
        failure instanceof PublishException || failure instanceof StartException
            ? failure.getMessage()
            : "Something unexpected failed (" + failure + "); please report it.";
    command.getErr().println("cordwood: " + sentence);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
