package io.cordwood.tracker;

import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalInt;

/** What the command line asks for. */
sealed interface TrackerArguments {
  /** Listen there. */
  record Listen(String host, int port) implements TrackerArguments {}

  /** Print the usage. */
  record Help() implements TrackerArguments {}

  /** Print the sentence and the usage. */
  record Wrong(String sentence) implements TrackerArguments {}

  static TrackerArguments parse(String... args) {
    var host = "127.0.0.1";
    int port = 8000;
    var rest = new ArrayDeque<>(List.of(args));
    while (!rest.isEmpty()) {
      var name = rest.remove();
      if (name.equals("--help") || name.equals("-h")) {
        return new Help();
      }
      if (!name.equals("--host") && !name.equals("--port")) {
        return new Wrong("There is no option " + name + ".");
      }
      if (rest.isEmpty()) {
        return new Wrong("Give a value after " + name + ".");
      }
      if (name.equals("--host")) {
        host = rest.remove();
      } else {
        var number = port(rest.remove());
        if (number.isEmpty()) {
          return new Wrong("Give --port as a number, 0 to 65535.");
        }
        port = number.getAsInt();
      }
    }
    return new Listen(host, port);
  }

  private static OptionalInt port(String text) {
    try {
      int number = Integer.parseInt(text);
      return number >= 0 && number <= 0xffff ? OptionalInt.of(number) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
