package io.cordwood.webseed.publish;

/**
 * Why nothing was published. The message is one sentence for the publisher that says what to do.
 */
public final class PublishException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A refusal with its sentence. */
  public PublishException(String sentence) {
    super(sentence);
  }

  /** A refusal with its sentence and what caused it. */
  public PublishException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
