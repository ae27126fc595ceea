package io.cordwood.swarm.wire;

import static io.cordwood.swarm.wire.Fields.MAX_INTEGER;

/** Reads the viewer's messages. */
final class UpReader {
  /** More than the greatest degree, so that an honest viewer can name everyone it knew. */
  static final int MAX_REPORTED_PEERS = 64;

  /** What a viewer misses in ten seconds is a segment or two; more says no more. */
  static final int MAX_MISSED = 32;

  static final int MAX_WANTED = 1000;
  static final int MAX_CONNECTED = 100_000;

  private UpReader() {}

  static UpMessage read(Fields in) {
    var type = in.text("type", 32);
    return switch (type) {
      case "hello" -> new UpMessage.Hello(in.text("ticket", Fields.MAX_TOKEN_CHARACTERS));
      case "offer" -> new UpMessage.Offer(in.introduction(), in.text("sdp", SignalCodec.MAX_BYTES));
      case "answer" ->
          new UpMessage.Answer(in.introduction(), in.text("sdp", SignalCodec.MAX_BYTES));
      case "candidates" ->
          new UpMessage.Candidates(
              in.introduction(), CandidateReader.read(in), in.optionalFlag("end", false));
      case "state" -> state(in);
      case "want" -> new UpMessage.Want((int) in.integer("peers", MAX_WANTED));
      case "bye" -> new UpMessage.Bye();
      default ->
          throw new Refusal(
              ErrorCode.UNKNOWN_TYPE,
              "Send one of the types hello, offer, answer, candidates, state, want, bye.");
    };
  }

  private static UpMessage state(Fields in) {
    return new UpMessage.State(
        in.integer("playheadMs", MAX_INTEGER),
        in.rendition(),
        in.integer("horizonMs", MAX_INTEGER),
        in.integer("downBitsPerSecond", MAX_INTEGER),
        in.integer("upBitsPerSecond", MAX_INTEGER),
        in.integer("uplinkBitsPerSecond", MAX_INTEGER),
        in.optionalLong("rateBitsPerSecond", MAX_INTEGER),
        (int) in.integer("connected", MAX_CONNECTED),
        in.optionalPeers("failed", MAX_REPORTED_PEERS),
        in.optionalPeers("lying", MAX_REPORTED_PEERS),
        in.optionalFlag("uploading", true),
        in.optionalObject("ring").map(UpReader::ring));
  }

  private static UpMessage.RingReport ring(Fields in) {
    return new UpMessage.RingReport(
        in.integer("epoch", MAX_INTEGER),
        in.integer("number", MAX_INTEGER),
        in.duration("injectionMs"),
        in.slots("missed", MAX_MISSED));
  }
}
