package io.cordwood.swarm.wire.tracker;

/** Carries a fault of the text out of nested reading; never leaves this package. Has no trace. */
final class NotAMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final NotAMessage NOT_JSON = new NotAMessage(TrackerProblem.NOT_JSON);
  static final NotAMessage TOO_DEEP = new NotAMessage(TrackerProblem.TOO_DEEP);

  private final TrackerProblem problem;

  private NotAMessage(TrackerProblem problem) {
    super(problem.reason(), null, false, false);
    this.problem = problem;
  }

  TrackerProblem problem() {
    return problem;
  }
}
