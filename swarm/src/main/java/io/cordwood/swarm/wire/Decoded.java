package io.cordwood.swarm.wire;

/** What the codec made of bytes: a message, or a typed refusal. */
public sealed interface Decoded<M> {
  /** A well-formed message. */
  record Message<M>(M message) implements Decoded<M> {}

  /**
   * Not a message.
   *
   * @param code what to answer with
   * @param sentence says what to do; holds nothing of the sender's text but known field names
   */
  record Malformed<M>(ErrorCode code, String sentence) implements Decoded<M> {
    /** The refusal as the door sends it. */
    public DownMessage.Error asError() {
      return new DownMessage.Error(code, sentence);
    }
  }
}
