package io.cordwood.webseed.publish.encode;

import io.cordwood.webseed.publish.PublishException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Runs ffmpeg and ffprobe. {@link #stop} ends whatever runs; it may be called from another thread,
 * all else is for one thread.
 */
public final class Programs {
  private static final int KEPT_ERROR_LINES = 20;

  private final String ffmpeg;
  private final String ffprobe;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();

  /** How a program ended. */
  record Ending(int exitCode, List<String> errorLines) {
    boolean good() {
      return exitCode == 0;
    }

    /** The last thing it complained of. */
    String complaint() {
      return errorLines.isEmpty() ? "it gave no reason" : errorLines.getLast().strip();
    }

    boolean diskFull() {
      return errorLines.stream().anyMatch(line -> line.contains("No space left on device"));
    }
  }

  /** Programs by name or path. */
  public Programs(String ffmpeg, String ffprobe) {
    this.ffmpeg = ffmpeg;
    this.ffprobe = ffprobe;
  }

  Ending ffmpeg(List<String> arguments, Consumer<String> lines) throws PublishException {
    return run(ffmpeg, arguments, lines);
  }

  Ending ffprobe(List<String> arguments, Consumer<String> lines) throws PublishException {
    return run(ffprobe, arguments, lines);
  }

  /** Ends what runs. */
  public void stop() {
    running.forEach(Process::destroyForcibly);
  }

  private Ending run(String program, List<String> arguments, Consumer<String> lines)
      throws PublishException {
    var command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    Process process = start(program, command);
    running.add(process);
    try {
      var errors = new ArrayDeque<String>();
      Thread reader = Thread.startVirtualThread(() -> readErrors(process, errors));
      try (var output = process.inputReader(StandardCharsets.UTF_8)) {
        output.lines().forEach(lines);
      }
      int exitCode = process.waitFor();
      reader.join();
      return new Ending(exitCode, List.copyOf(errors));
    } catch (IOException | UncheckedIOException e) {
      throw new PublishException(program + " ended unexpectedly; try again.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("Publishing was interrupted; start it again.", e);
    } finally {
      process.destroyForcibly();
      running.remove(process);
    }
  }

  private static Process start(String program, List<String> command) throws PublishException {
    try {
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new PublishException(
          program
              + " is missing. Install ffmpeg (Debian: apt install ffmpeg), or publish an HLS folder.",
          e);
    }
  }

  private static void readErrors(Process process, Deque<String> errors) {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        errors.addLast(line);
        if (errors.size() > KEPT_ERROR_LINES) {
          errors.removeFirst();
        }
      }
    } catch (IOException e) {
      errors.addLast(e.toString());
    }
  }
}
