package io.cordwood.swarm.wire;

/** What {@link SdpScan} made of a stranger's text. */
public sealed interface Scanned<T> {
  /** It may be relayed. */
  record Passed<T>(T value) implements Scanned<T> {}

  /** It may not; {@code sentence} says what to do and holds nothing of the sender's text. */
  record Refused<T>(ErrorCode code, String sentence) implements Scanned<T> {
    /** The refusal as the door sends it. */
    public DownMessage.Error asError() {
      return new DownMessage.Error(code, sentence);
    }
  }
}
