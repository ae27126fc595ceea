package io.cordwood.swarm.rules;

import io.cordwood.swarm.rules.Introduction.Stage;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.tracker.ServerMessage;
import io.cordwood.swarm.wire.tracker.TrackerDescription;
import io.cordwood.swarm.wire.tracker.TrackerDescription.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Passes offers, answers and candidates between the two ends of an introduction, and refuses
 * everything else. Introductions that are over are gone before it is asked.
 */
final class Relay {
  private final SwarmConfig config;
  private final SwarmCounters counters;
  private final Introductions introductions;

  Relay(SwarmConfig config, SwarmCounters counters, Introductions introductions) {
    this.config = config;
    this.counters = counters;
    this.introductions = introductions;
  }

  void offer(Peer from, Event.Offered event, List<Outgoing> out) {
    var found = introductions.find(event.introduction()).filter(i -> i.offerer == from);
    if (found.isEmpty()) {
      refuse(from, Refusal.NOT_INTRODUCED, out);
      return;
    }
    var introduction = found.get();
    var problem =
        introduction.stage() == Stage.INTRODUCED
            ? problemOf(introduction, from, event.sdp())
            : Optional.of(Refusal.OFFER_REPEATED);
    if (problem.isPresent()) {
      refuse(from, problem.get(), out);
      return;
    }
    introduction.offered();
    counters.add(SwarmCount.OFFERS_RELAYED);
    passOffer(introduction, event.sdp(), out);
  }

  private static void passOffer(Introduction introduction, ScannedSdp sdp, List<Outgoing> out) {
    var from = introduction.offerer.id();
    var to = introduction.answerer;
    if (to.isStock()) {
      var offer = TrackerDescription.of(Kind.OFFER, sdp);
      var name = OfferNames.of(introduction.id);
      out.add(new Outgoing.Tell(to.key, new ServerMessage.RelayedOffer(from, name, offer)));
    } else {
      send(to, new DownMessage.Offer(introduction.id, from, sdp.text(), true), out);
    }
  }

  void answer(Peer from, Event.Answered event, Instant now, List<Outgoing> out) {
    var found = introductions.find(event.introduction()).filter(i -> i.answerer == from);
    if (found.isEmpty()) {
      refuse(from, Refusal.NOT_INTRODUCED, out);
      return;
    }
    var introduction = found.get();
    var problem =
        switch (introduction.stage()) {
          case INTRODUCED -> Optional.of(Refusal.OFFER_MISSING);
          case OFFERED -> problemOf(introduction, from, event.sdp());
          case ANSWERED -> Optional.of(Refusal.ANSWER_REPEATED);
        };
    if (problem.isPresent()) {
      refuse(from, problem.get(), out);
      return;
    }
    introductions.answered(introduction, now);
    counters.add(SwarmCount.ANSWERS_RELAYED);
    passAnswer(introduction, event.sdp(), out);
  }

  private static void passAnswer(Introduction introduction, ScannedSdp sdp, List<Outgoing> out) {
    var from = introduction.answerer.id();
    var to = introduction.offerer;
    if (introduction.offer.isPresent()) {
      var answer = TrackerDescription.of(Kind.ANSWER, sdp);
      var name = introduction.offer.get();
      out.add(new Outgoing.Tell(to.key, new ServerMessage.RelayedAnswer(from, name, answer)));
    } else {
      send(to, new DownMessage.Answer(introduction.id, sdp.text()), out);
    }
  }

  void candidates(Peer from, Event.Trickled event, List<Outgoing> out) {
    var found = introductions.find(event.introduction()).filter(i -> i.isEnd(from));
    if (found.isEmpty()) {
      refuse(from, Refusal.NOT_INTRODUCED, out);
      return;
    }
    var introduction = found.get();
    var candidates = event.candidates().candidates();
    if (introduction.stage() == Stage.INTRODUCED) {
      refuse(from, Refusal.OFFER_MISSING, out);
    } else if (!introduction.takeCandidates(
        from, candidates.size(), config.maxCandidatesPerEnd())) {
      refuse(from, Refusal.TOO_MANY_CANDIDATES, out);
    } else if (introduction.otherThan(from).isStock()) {
      counters.add(SwarmCount.CANDIDATES_TO_STOCK);
    } else {
      counters.add(SwarmCount.CANDIDATES_RELAYED);
      send(
          introduction.otherThan(from),
          new DownMessage.Candidates(introduction.id, candidates, event.candidates().end()),
          out);
    }
  }

  /** The certificate must be the ticket's, and the description's candidates count. */
  private Optional<Refusal> problemOf(Introduction introduction, Peer from, ScannedSdp sdp) {
    if (from.profile.fingerprint().filter(own -> !own.equals(sdp.fingerprint())).isPresent()) {
      return Optional.of(Refusal.FINGERPRINT_MISMATCH);
    }
    return introduction.takeCandidates(from, sdp.candidates(), config.maxCandidatesPerEnd())
        ? Optional.empty()
        : Optional.of(Refusal.TOO_MANY_CANDIDATES);
  }

  /** Clients of the tracker door know no such words; they are counted only. */
  private void refuse(Peer from, Refusal refusal, List<Outgoing> out) {
    counters.add(refusal.count);
    if (from.isStock()) {
      return;
    }
    send(from, new DownMessage.Error(refusal.code, refusal.detail), out);
  }

  private static void send(Peer to, DownMessage message, List<Outgoing> out) {
    out.add(new Outgoing.Send(to.key, message));
  }

  private enum Refusal {
    NOT_INTRODUCED(
        ErrorCode.NOT_INTRODUCED,
        SwarmCount.NOT_INTRODUCED,
        "Speak only within an introduction of your own, within 30 s; drop this connection."),
    OFFER_REPEATED(
        ErrorCode.OFFER_REPEATED,
        SwarmCount.OFFER_REPEATED,
        "Send one offer for an introduction; want another peer instead."),
    ANSWER_REPEATED(
        ErrorCode.ANSWER_REPEATED,
        SwarmCount.ANSWER_REPEATED,
        "Send one answer for an introduction; the first one counts."),
    OFFER_MISSING(
        ErrorCode.OFFER_MISSING,
        SwarmCount.OFFER_MISSING,
        "Send the offer first; answers and candidates follow it."),
    FINGERPRINT_MISMATCH(
        ErrorCode.FINGERPRINT_MISMATCH,
        SwarmCount.FINGERPRINT_MISMATCH,
        "Use the certificate whose fingerprint you joined with, or join again."),
    TOO_MANY_CANDIDATES(
        ErrorCode.TOO_MANY_CANDIDATES,
        SwarmCount.TOO_MANY_CANDIDATES,
        "Send at most 32 candidates for an introduction.");

    private final ErrorCode code;
    private final SwarmCount count;
    private final String detail;

    Refusal(ErrorCode code, SwarmCount count, String detail) {
      this.code = code;
      this.count = count;
      this.detail = detail;
    }
  }
}
