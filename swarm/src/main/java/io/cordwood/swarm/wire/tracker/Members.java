package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The members of one message, collected in any order while its bytes are read; of those that come
 * twice the last counts, as in browsers. {@link Judge} makes a message of them.
 */
final class Members {
  /** Characters of {@code trackerid} at most; a longer one is ignored. */
  static final int MAX_TRACKER_ID = 128;

  /** The values of {@code action}. */
  enum Action {
    ANNOUNCE,
    SCRAPE,
    UNKNOWN
  }

  private final DescriptionReader descriptions = new DescriptionReader();

  final OffersReader offers = new OffersReader(descriptions);
  Action action = Action.UNKNOWN;
  Ids.InfoHash infoHash = Ids.ABSENT;
  Optional<PeerId> peer = Optional.empty();
  Optional<PeerId> to = Optional.empty();
  Optional<OfferId> offer = Optional.empty();
  AnnounceEvent event = AnnounceEvent.UPDATE;
  boolean oddEvent;
  boolean complete;
  OptionalInt numwant = OptionalInt.empty();
  Optional<String> trackerId = Optional.empty();

  /** What the scan made of {@code answer}; empty where there is none. */
  Optional<SdpVerdict> answerVerdict = Optional.empty();

  Optional<TrackerDescription> answer = Optional.empty();
  int answerCandidatesCut;

  /** Reads the whole text. */
  static Members read(JsonCursor in) {
    if (in.peek() != '{') {
      throw NotAMessage.NOT_JSON;
    }
    var members = new Members();
    for (boolean more = in.enter('}'); more; more = in.more('}')) {
      in.name();
      members.member(in);
    }
    if (in.peek() != JsonCursor.END) {
      throw NotAMessage.NOT_JSON;
    }
    return members;
  }

  private void member(JsonCursor in) {
    switch (Name.of(in)) {
      case ACTION -> action = Scalars.action(in);
      case INFO_HASH -> infoHash = Ids.readInfoHash(in);
      case PEER_ID -> peer = Ids.read(in).map(PeerId::of);
      case TO_PEER_ID -> to = Ids.read(in).map(PeerId::of);
      case OFFER_ID -> offer = Ids.read(in).map(OfferId::of);
      case EVENT -> event(in);
      case LEFT -> complete = Scalars.isZero(in);
      case NUMWANT -> numwant = Scalars.count(in);
      case OFFERS -> offers.read(in);
      case ANSWER -> answer(in);
      case TRACKERID -> trackerId = Scalars.text(in, MAX_TRACKER_ID);
      case OFFER, UNKNOWN -> in.skip();
    }
  }

  private void event(JsonCursor in) {
    var known = Scalars.event(in);
    event = known.orElse(AnnounceEvent.UPDATE);
    oddEvent = known.isEmpty();
  }

  private void answer(JsonCursor in) {
    answer = Optional.empty();
    answerVerdict = Optional.empty();
    if (in.peek() == 'n') {
      in.skip();
      return;
    }
    var verdict = descriptions.read(in);
    answerVerdict = Optional.of(verdict);
    if (verdict == SdpVerdict.GOOD) {
      answer = Optional.of(descriptions.description(in));
      answerCandidatesCut = descriptions.candidatesCut();
    }
  }
}
