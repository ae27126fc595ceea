package io.cordwood.webseed;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs an encoder until the channel has ended, its input has, or the program is stopped; starts it
 * again when it dies, after one second and then longer. For one thread.
 */
final class EncoderLoop {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration LONG_RUN = Duration.ofMinutes(1);
  private static final int MAX_WAIT_SECONDS = 10;
  private static final int LINES_KEPT = 4;

  private final String program;
  private final List<String> arguments;
  private final BooleanSupplier channelEnded;
  private volatile Process process;
  private final Deque<String> lastLines = new ArrayDeque<>();

  EncoderLoop(String program, List<String> arguments, BooleanSupplier channelEnded) {
    this.program = program;
    this.arguments = arguments;
    this.channelEnded = channelEnded;
  }

  /** Returns the exit code of the whole. */
  int run() throws StartException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    int waitSeconds = 1;
    while (true) {
      long startNanos = System.nanoTime();
      process = start();
      var reader = Thread.ofVirtual().start(this::read);
      while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        if (channelEnded.getAsBoolean()) {
          stop();
          process.waitFor();
        }
      }
      reader.join();
      String reason = lastLines.isEmpty() ? "it gave no reason" : String.join("; ", lastLines);
      lastLines.clear();
      if (channelEnded.getAsBoolean()) {
        System.out.println("The channel is off the air.");
        return 0;
      }
      if (process.exitValue() == 0) {
        System.out.println("The input has ended; live stop ends the channel and makes its film.");
        return 0;
      }
      boolean ranLong = System.nanoTime() - startNanos > LONG_RUN.toNanos();
      waitSeconds = ranLong ? 1 : waitSeconds;
      System.out.printf("The encoder died (%s); starting it again in %d s.%n", reason, waitSeconds);
      TimeUnit.SECONDS.sleep(waitSeconds);
      waitSeconds = Math.min(MAX_WAIT_SECONDS, waitSeconds * 2);
    }
  }

  private Process start() throws StartException {
    var command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      started.getOutputStream().close();
      return started;
    } catch (IOException e) {
      throw new StartException(
          program
              + " is missing. Install ffmpeg (Debian: apt install ffmpeg), or use --push and another encoder.");
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line.strip());
      }
    } catch (IOException e) {
      keep(e.toString());
    }
  }

  /** What it says at the end is what follows from what went wrong; that stands a little before. */
  private void keep(String line) {
    lastLines.addLast(line);
    if (lastLines.size() > LINES_KEPT) {
      lastLines.removeFirst();
    }
  }

  /** Lets the encoder end its last segment. */
  private void stop() {
    Process running = process;
    if (running != null) {
      running.destroy();
    }
  }
}
