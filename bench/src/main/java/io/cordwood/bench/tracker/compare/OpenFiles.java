package io.cordwood.bench.tracker.compare;

import io.cordwood.bench.harness.ProcStat;

/** Whether a process may have that many connections open. */
final class OpenFiles {
  private static final int OTHERS = 200;

  private OpenFiles() {}

  /** Throws {@link IllegalArgumentException} with a sentence when it may not. */
  static void check(int connections) {
    var allowed = new ProcStat(ProcessHandle.current().pid()).files();
    if (connections + OTHERS > allowed) {
      throw new IllegalArgumentException(
          "%d connections need as many open files in one process, and %d are allowed here; raise it (ulimit -n) or take fewer"
              .formatted(connections, allowed));
    }
  }
}
