package io.cordwood.swarm.wire;

/** Carries a typed refusal out of nested reading; never leaves this package. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  Refusal(ErrorCode code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
  }

  static Refusal malformed(String sentence) {
    return new Refusal(ErrorCode.MALFORMED, sentence);
  }

  ErrorCode code() {
    return code;
  }
}
