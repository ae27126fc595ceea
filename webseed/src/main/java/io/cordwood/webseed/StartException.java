package io.cordwood.webseed;

/** Why the server does not start. The message is one sentence that says what to do. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String sentence) {
    super(sentence);
  }
}
