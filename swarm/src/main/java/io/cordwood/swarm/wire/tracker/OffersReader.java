package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.OfferId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code offers} of an announce item by item: a bad one is left out, the rest stays. */
final class OffersReader {
  private final DescriptionReader descriptions;

  private List<TrackerOffer> offers = List.of();
  private boolean notAList;
  private int malformed;
  private int tooLarge;
  private int tooManyCandidates;
  private int repeated;
  private int surplus;
  private int candidatesCut;

  private Optional<byte[]> id = Optional.empty();
  private SdpVerdict verdict = SdpVerdict.MALFORMED;
  private Optional<TrackerDescription> description = Optional.empty();
  private int cut;

  OffersReader(DescriptionReader descriptions) {
    this.descriptions = descriptions;
  }

  /** Reads the value of {@code offers}, whatever it is; forgets the one before. */
  void read(JsonCursor in) {
    reset();
    switch (in.peek()) {
      case '[' -> {
        offers = new ArrayList<>();
        for (boolean more = in.enter(']'); more; more = in.more(']')) {
          item(in);
        }
      }
      case 'n' -> in.skip();
      default -> {
        notAList = true;
        in.skip();
      }
    }
  }

  private void reset() {
    offers = List.of();
    notAList = false;
    malformed = 0;
    tooLarge = 0;
    tooManyCandidates = 0;
    repeated = 0;
    surplus = 0;
    candidatesCut = 0;
  }

  private void item(JsonCursor in) {
    if (offers.size() == TrackerCodec.MAX_OFFERS) {
      surplus++;
      in.skip();
    } else if (in.peek() == '{') {
      members(in);
      judge();
    } else {
      malformed++;
      in.skip();
    }
  }

  private void members(JsonCursor in) {
    id = Optional.empty();
    verdict = SdpVerdict.MALFORMED;
    for (boolean more = in.enter('}'); more; more = in.more('}')) {
      in.name();
      switch (Name.of(in)) {
        case OFFER_ID -> id = Ids.read(in);
        case OFFER -> {
          verdict = descriptions.read(in);
          cut = descriptions.candidatesCut();
          description =
              verdict == SdpVerdict.GOOD
                  ? Optional.of(descriptions.description(in))
                  : Optional.empty();
        }
        default -> in.skip();
      }
    }
  }

  private void judge() {
    if (id.isEmpty()) {
      malformed++;
      return;
    }
    switch (verdict) {
      case MALFORMED -> malformed++;
      case TOO_LARGE -> tooLarge++;
      case TOO_MANY_CANDIDATES -> tooManyCandidates++;
      case GOOD -> add(new TrackerOffer(OfferId.of(id.get()), description.orElseThrow()));
    }
  }

  private void add(TrackerOffer offer) {
    for (var other : offers) {
      if (other.id().equals(offer.id())) {
        repeated++;
        return;
      }
    }
    offers.add(offer);
    candidatesCut += cut;
  }

  /** The good ones, in their order. */
  List<TrackerOffer> offers() {
    return List.copyOf(offers);
  }

  /** How many lines of candidates were cut out of {@link #offers}. */
  int candidatesCut() {
    return candidatesCut;
  }

  OffersLeftOut leftOut() {
    return malformed + tooLarge + tooManyCandidates + repeated + surplus == 0
        ? OffersLeftOut.NONE
        : new OffersLeftOut(malformed, tooLarge, tooManyCandidates, repeated, surplus);
  }

  /** One sentence on what is missing from {@link #offers}. */
  Optional<String> warning() {
    if (notAList) {
      return Optional.of("The offers were ignored; send them as a list.");
    }
    if (malformed > 0) {
      return Optional.of(
          "Offers were left out; give each a binary offer_id of 20 characters and an offer object"
              + " with one sdp text.");
    }
    if (tooLarge > 0) {
      return Optional.of("Offers were left out; send an sdp of at most 64 KiB.");
    }
    if (tooManyCandidates > 0) {
      return Optional.of("Offers were left out; send at most 32 candidates in each.");
    }
    if (repeated > 0) {
      return Optional.of("Offers were left out; give each its own offer_id.");
    }
    return surplus > 0
        ? Optional.of("Offers were left out; send at most " + TrackerCodec.MAX_OFFERS + ".")
        : Optional.empty();
  }
}
