package io.cordwood.swarm.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SlotRanges;
import java.util.List;

/** Writes both directions into a fresh object, {@code type} first. */
final class Writer {
  private Writer() {}

  static ObjectNode up(ObjectNode out, UpMessage message) {
    return switch (message) {
      case UpMessage.Hello m -> out.put("type", "hello").put("ticket", m.ticket());
      case UpMessage.Offer m -> introduced(out, "offer", m.introduction()).put("sdp", m.sdp());
      case UpMessage.Answer m -> introduced(out, "answer", m.introduction()).put("sdp", m.sdp());
      case UpMessage.Candidates m -> candidates(out, m.introduction(), m.candidates(), m.end());
      case UpMessage.State m -> state(out, m);
      case UpMessage.Want m -> out.put("type", "want").put("peers", m.peers());
      case UpMessage.Bye m -> out.put("type", "bye");
    };
  }

  static ObjectNode down(ObjectNode out, DownMessage message) {
    return switch (message) {
      case DownMessage.Welcome m ->
          out.put("type", "welcome")
              .put("peer", m.peer().hex())
              .put("serverTime", m.serverTime().toEpochMilli());
      case DownMessage.Introduce m ->
          trickle(
              introduced(out, "introduce", m.introduction())
                  .put("peer", m.peer().hex())
                  .put("timeoutMs", m.timeout().toMillis()),
              m.trickle());
      case DownMessage.Offer m ->
          trickle(
              introduced(out, "offer", m.introduction())
                  .put("peer", m.peer().hex())
                  .put("sdp", m.sdp()),
              m.trickle());
      case DownMessage.Answer m -> introduced(out, "answer", m.introduction()).put("sdp", m.sdp());
      case DownMessage.Candidates m -> candidates(out, m.introduction(), m.candidates(), m.end());
      case DownMessage.Gone m ->
          introduced(out, "gone", m.introduction()).put("reason", m.reason().wire());
      case DownMessage.Policy m -> policy(out, m);
      case DownMessage.Duty m -> duty(out, m);
      case DownMessage.Segment m -> out.put("type", "segment").put("record", m.record());
      case DownMessage.Ticket m ->
          out.put("type", "ticket")
              .put("ticket", m.ticket())
              .put("expiresAt", m.expiresAt().toEpochMilli());
      case DownMessage.Reconnect m -> reconnect(out, m);
      case DownMessage.Error m ->
          out.put("type", "error").put("code", m.code().wire()).put("detail", m.detail());
    };
  }

  private static ObjectNode introduced(ObjectNode out, String type, IntroductionId introduction) {
    return out.put("type", type).put("introduction", introduction.toString());
  }

  /** Said only of the exception, so that older viewers see the messages they know. */
  private static ObjectNode trickle(ObjectNode out, boolean trickle) {
    return trickle ? out : out.put("trickle", false);
  }

  private static ObjectNode candidates(
      ObjectNode out, IntroductionId introduction, List<IceCandidate> candidates, boolean end) {
    var list = introduced(out, "candidates", introduction).putArray("candidates");
    for (var candidate : candidates) {
      var item = list.addObject().put("candidate", candidate.candidate());
      candidate.sdpMid().ifPresent(mid -> item.put("sdpMid", mid));
      candidate.sdpMLineIndex().ifPresent(index -> item.put("sdpMLineIndex", index));
    }
    return out.put("end", end);
  }

  private static ObjectNode state(ObjectNode out, UpMessage.State m) {
    out.put("type", "state")
        .put("playheadMs", m.playheadMs())
        .put("rendition", m.rendition().value())
        .put("horizonMs", m.horizonMs())
        .put("downBitsPerSecond", m.downBitsPerSecond())
        .put("upBitsPerSecond", m.upBitsPerSecond())
        .put("uplinkBitsPerSecond", m.uplinkBitsPerSecond());
    if (m.rateBitsPerSecond() > 0) {
      out.put("rateBitsPerSecond", m.rateBitsPerSecond());
    }
    out.put("connected", m.connected());
    peers(out, "failed", m.failed());
    peers(out, "lying", m.lying());
    if (!m.uploading()) {
      out.put("uploading", false);
    }
    m.ring().ifPresent(ring -> ring(out.putObject("ring"), ring));
    return out;
  }

  private static void ring(ObjectNode out, UpMessage.RingReport m) {
    out.put("epoch", m.epoch())
        .put("number", m.number())
        .put("injectionMs", m.injection().toMillis());
    var missed = out.putArray("missed");
    m.missed().forEach(missed::add);
  }

  private static ObjectNode policy(ObjectNode out, DownMessage.Policy m) {
    out.put("type", "policy")
        .put("stateEveryMs", m.stateEvery().toMillis())
        .put("degree", m.degree())
        .put("maxDegree", m.maxDegree())
        .put("thin", m.thin())
        .put("patienceMs", m.patience().toMillis());
    if (m.busy()) {
      out.put("busy", true);
    }
    return out;
  }

  private static ObjectNode duty(ObjectNode out, DownMessage.Duty m) {
    out.put("type", "duty")
        .put("cohort", m.cohort())
        .put("rendition", m.rendition().value())
        .put("epoch", m.epoch())
        .put("fromNumber", m.fromNumber());
    slots(out, "slots", m.slots());
    slots(out, "backupSlots", m.backupSlots());
    return out.put("backupAfterMs", m.backupAfter().toMillis());
  }

  private static void slots(ObjectNode out, String name, SlotRanges slots) {
    var list = out.putArray(name);
    for (int number : slots.pairs()) {
      list.add(number);
    }
  }

  private static void peers(ObjectNode out, String name, List<PeerId> peers) {
    var list = out.putArray(name);
    peers.forEach(peer -> list.add(peer.hex()));
  }

  private static ObjectNode reconnect(ObjectNode out, DownMessage.Reconnect m) {
    out.put("type", "reconnect");
    m.url().ifPresent(url -> out.put("url", url));
    return out.put("afterMs", m.after().toMillis());
  }
}
