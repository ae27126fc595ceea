package io.cordwood.swarm.wire;

/** Reads the node's messages. */
final class DownReader {
  private static final int MAX_URL_CHARACTERS = 2048;
  private static final int MAX_DETAIL_CHARACTERS = 2048;
  private static final int MAX_POLICY_DEGREE = 500;

  private DownReader() {}

  static DownMessage read(Fields in) {
    var type = in.text("type", 32);
    return switch (type) {
      case "welcome" -> new DownMessage.Welcome(in.peer(), in.instant("serverTime"));
      case "introduce" ->
          new DownMessage.Introduce(
              in.introduction(),
              in.peer(),
              in.duration("timeoutMs"),
              in.optionalFlag("trickle", true));
      case "offer" ->
          new DownMessage.Offer(
              in.introduction(),
              in.peer(),
              in.text("sdp", SignalCodec.MAX_BYTES),
              in.optionalFlag("trickle", true));
      case "answer" ->
          new DownMessage.Answer(in.introduction(), in.text("sdp", SignalCodec.MAX_BYTES));
      case "candidates" ->
          new DownMessage.Candidates(
              in.introduction(), CandidateReader.read(in), in.optionalFlag("end", false));
      case "gone" -> new DownMessage.Gone(in.introduction(), reason(in));
      case "policy" -> policy(in);
      case "duty" -> duty(in);
      case "segment" -> new DownMessage.Segment(in.base64Url("record", SignalCodec.MAX_BYTES));
      case "ticket" ->
          new DownMessage.Ticket(
              in.text("ticket", Fields.MAX_TOKEN_CHARACTERS), in.instant("expiresAt"));
      case "reconnect" ->
          new DownMessage.Reconnect(
              in.optionalText("url", MAX_URL_CHARACTERS), in.duration("afterMs"));
      case "error" -> new DownMessage.Error(code(in), in.text("detail", MAX_DETAIL_CHARACTERS));
      default ->
          throw new Refusal(
              ErrorCode.UNKNOWN_TYPE, "This client does not know the type; ignore the message.");
    };
  }

  private static DownMessage policy(Fields in) {
    return new DownMessage.Policy(
        in.duration("stateEveryMs"),
        (int) in.integer("degree", MAX_POLICY_DEGREE),
        (int) in.integer("maxDegree", MAX_POLICY_DEGREE),
        in.optionalFlag("thin", false),
        in.duration("patienceMs"),
        in.optionalFlag("busy", false));
  }

  private static DownMessage.Duty duty(Fields in) {
    return new DownMessage.Duty(
        in.integer("cohort", Fields.MAX_INTEGER),
        in.rendition(),
        in.integer("epoch", Fields.MAX_INTEGER),
        in.integer("fromNumber", Fields.MAX_INTEGER),
        in.slotRanges("slots"),
        in.slotRanges("backupSlots"),
        in.duration("backupAfterMs"));
  }

  private static GoneReason reason(Fields in) {
    return GoneReason.ofWire(in.text("reason", 32))
        .orElseThrow(() -> Refusal.malformed("Give reason as left or expired."));
  }

  private static ErrorCode code(Fields in) {
    return ErrorCode.ofWire(in.text("code", 64))
        .orElseThrow(() -> Refusal.malformed("Give code as one of the door's error codes."));
  }
}
