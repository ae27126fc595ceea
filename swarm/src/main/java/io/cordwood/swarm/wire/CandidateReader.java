package io.cordwood.swarm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Reads batches of candidates, which look the same both ways. */
final class CandidateReader {
  static final int MAX_BATCH = 16;
  private static final int MAX_MEDIA_SECTIONS = 255;

  private CandidateReader() {}

  static List<IceCandidate> read(Fields in) {
    return in.list("candidates", MAX_BATCH, CandidateReader::one);
  }

  private static IceCandidate one(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw Refusal.malformed("Give each of candidates as an object with candidate and sdpMid.");
    }
    var in = new Fields(object);
    var candidate =
        new IceCandidate(
            in.text("candidate", IceCandidate.MAX_CANDIDATE_CHARACTERS),
            in.optionalText("sdpMid", IceCandidate.MAX_MID_CHARACTERS),
            in.optionalInteger("sdpMLineIndex", MAX_MEDIA_SECTIONS));
    if (candidate.sdpMid().isEmpty() && candidate.sdpMLineIndex().isEmpty()) {
      throw Refusal.malformed("Give sdpMid or sdpMLineIndex with each of candidates.");
    }
    return candidate;
  }
}
