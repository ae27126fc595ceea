package io.cordwood.signaling.http;

/**
 * A refusal of a request. A stranger can cause it: no stack trace, and never an entry in the log.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Refuses with a status and a sentence that says what to do. */
  public ProblemException(int status, String detail) {
    super(detail, null, false, false);
    this.problem = Problem.of(status, detail);
  }

  /** What is answered. */
  public Problem problem() {
    return problem;
  }
}
