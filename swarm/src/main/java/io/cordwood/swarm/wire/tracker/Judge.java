package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.tracker.TrackerDecoded.Refused;
import java.util.List;
import java.util.Optional;

/** Makes a message of the members of a text, or says why there is none. */
final class Judge {
  private static final Optional<String> ODD_EVENT =
      Optional.of("The event was taken for an update; send started, completed, stopped or none.");

  private Judge() {}

  static TrackerDecoded judge(Members members) {
    return switch (members.action) {
      case ANNOUNCE -> announceOrAnswer(members);
      case SCRAPE -> scrape(members.infoHash);
      case UNKNOWN -> refused(TrackerProblem.UNKNOWN_ACTION, swarm(members), false);
    };
  }

  private static TrackerDecoded scrape(Ids.InfoHash infoHash) {
    return switch (infoHash) {
      case Ids.Absent() -> message(new ClientMessage.ScrapeAll());
      case Ids.One(var swarm) -> message(new ClientMessage.Scrape(List.of(swarm)));
      case Ids.Many(var swarms) -> message(new ClientMessage.Scrape(swarms));
      case Ids.TooMany() -> refused(TrackerProblem.TOO_MANY_HASHES, Optional.empty(), true);
      case Ids.Bad() -> refused(TrackerProblem.BAD_INFO_HASH, Optional.empty(), true);
    };
  }

  private static TrackerDecoded announceOrAnswer(Members members) {
    var swarm = swarm(members);
    if (swarm.isEmpty()) {
      return refused(TrackerProblem.BAD_INFO_HASH, swarm, false);
    }
    if (members.peer.isEmpty()) {
      return refused(TrackerProblem.BAD_PEER_ID, swarm, false);
    }
    return members.answerVerdict.isPresent()
        ? answer(members, swarm.get(), members.answerVerdict.get())
        : message(announce(members, swarm.get()));
  }

  private static TrackerDecoded answer(Members members, SwarmId swarm, SdpVerdict verdict) {
    if (members.to.isEmpty() || members.offer.isEmpty()) {
      return refused(TrackerProblem.BAD_ADDRESSEE, Optional.of(swarm), false);
    }
    return switch (verdict) {
      case GOOD ->
          message(
              new ClientMessage.Answer(
                  swarm,
                  members.peer.orElseThrow(),
                  members.to.get(),
                  members.offer.get(),
                  members.answer.orElseThrow(),
                  members.trackerId,
                  members.answerCandidatesCut));
      case TOO_MANY_CANDIDATES -> refused(TrackerProblem.BAD_CANDIDATE, Optional.of(swarm), false);
      case MALFORMED, TOO_LARGE ->
          refused(TrackerProblem.BAD_DESCRIPTION, Optional.of(swarm), false);
    };
  }

  private static ClientMessage announce(Members members, SwarmId swarm) {
    var offers = members.offers;
    var warning = offers.warning();
    return new ClientMessage.Announce(
        swarm,
        members.peer.orElseThrow(),
        members.event,
        members.complete,
        members.numwant,
        offers.offers(),
        members.trackerId,
        warning.isEmpty() && members.oddEvent ? ODD_EVENT : warning,
        offers.leftOut(),
        offers.candidatesCut());
  }

  private static Optional<SwarmId> swarm(Members members) {
    return members.infoHash instanceof Ids.One(var swarm) ? Optional.of(swarm) : Optional.empty();
  }

  private static TrackerDecoded message(ClientMessage message) {
    return new TrackerDecoded.Message(message);
  }

  private static TrackerDecoded refused(
      TrackerProblem problem, Optional<SwarmId> swarm, boolean ofScrape) {
    return new Refused(problem, swarm, ofScrape, problem.reason());
  }
}
