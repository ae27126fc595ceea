package io.cordwood.webseed;

import io.cordwood.webseed.publish.encode.Progress;
import java.io.PrintStream;

/**
 * Tells a person how far a step is: on a terminal in one line that is written over, elsewhere in a
 * line for each step.
 */
final class TerminalProgress implements Progress {
  private final PrintStream out;
  private final boolean terminal;
  private String step = "";
  private int percent = -1;

  TerminalProgress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void at(String newStep, double done) {
    int newPercent = (int) (done * 100);
    if (newStep.equals(step) && newPercent <= percent) {
      return;
    }
    if (!newStep.equals(step)) {
      end();
      if (!terminal) {
        out.println(newStep);
      }
    }
    step = newStep;
    percent = newPercent;
    if (terminal) {
      out.printf("\r%-9s %3d %%", step, percent);
      out.flush();
    }
  }

  /** Ends the line. */
  void end() {
    if (terminal && !step.isEmpty()) {
      out.printf("\r%-9s 100 %%%n", step);
    }
    step = "";
    percent = -1;
  }
}
