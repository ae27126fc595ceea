package io.cordwood.bench;

import io.cordwood.bench.harness.Repository;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A swarm of many viewers in virtual time, with the viewers' real schedule; node runs it. */
public final class SimulatedSwarm implements Benchmark {
  /** Most of what it makes dies young: with room for it a run takes less time. */
  private static final String ROOM_FOR_THE_YOUNG = "--max-semi-space-size=64";

  @Override
  public String name() {
    return "swarm";
  }

  @Override
  public String summary() {
    return "simulated viewers: --viewers N --minutes M --seed S --scenario NAME|all"
        + " --schedule NAME|all --page FILE --json FILE (--help lists the names)";
  }

  @Override
  public void run(List<String> options, PrintStream out) {
    var command =
        new ArrayList<>(
            List.of("node", ROOM_FOR_THE_YOUNG, Repository.find().simulator().toString()));
    command.addAll(options);
    switch (exitOf(command)) {
      case 0 -> {}
      case 2 -> throw new IllegalArgumentException("the simulator does not know these options");
      default -> throw new IllegalStateException("the simulator failed");
    }
  }

  private static int exitOf(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("node could not be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
