package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.Scanned;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.tracker.ClientMessage;
import io.cordwood.swarm.wire.tracker.ServerMessage;
import io.cordwood.swarm.wire.tracker.TrackerDescription;
import io.cordwood.swarm.wire.tracker.TrackerOffer;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Passes the offers of the tracker door's clients to others, whatever door those came by, and
 * brings back the answers. An answer passes once, in time, from one that was sent the offer;
 * anything else is counted and met with silence, as stock clients expect.
 */
final class StockRelay {
  private final SwarmConfig config;
  private final SwarmCounters counters;
  private final Members members;
  private final Introductions introductions;
  private final Relay relay;
  private final OfferSpread spread;
  private final PendingOffers pending;

  StockRelay(
      SwarmConfig config,
      SwarmCounters counters,
      Members members,
      Introductions introductions,
      Relay relay) {
    this.config = config;
    this.counters = counters;
    this.members = members;
    this.introductions = introductions;
    this.relay = relay;
    this.spread = new OfferSpread(config, members, introductions.matcher());
    this.pending = new PendingOffers(config.tracker().offerLifetime());
  }

  void offers(
      Peer from,
      ClientMessage.Announce announce,
      Instant now,
      RandomGenerator random,
      List<Outgoing> out) {
    var offers = announce.offers();
    int wanted = Math.min(offers.size(), announce.numwant().orElse(offers.size()));
    int count = Math.min(wanted, config.tracker().maxOffersPerAnnounce());
    int left = from.budgetLeft(now, config.tracker().offersPerHour());
    if (count > left) {
      counters.add(SwarmCount.BUDGET_SPENT);
      count = left;
    }
    if (count <= 0) {
      return;
    }
    var receivers = spread.receivers(from, count, now, random);
    for (int i = 0; i < receivers.size(); i++) {
      from.spendBudget();
      offer(from, offers.get(i), receivers.get(i), now, random, out);
    }
  }

  void answer(Peer from, ClientMessage.Answer answer, Instant now, List<Outgoing> out) {
    if (!isItsOwn(from, answer.description())) {
      return;
    }
    var introduction = OfferNames.introduction(answer.offer());
    if (introduction.isPresent()) {
      if (answer.description().scan() instanceof Scanned.Passed<ScannedSdp>(ScannedSdp sdp)) {
        relay.answer(from, new Event.Answered(from.key, introduction.get(), sdp), now, out);
      } else {
        counters.add(SwarmCount.DESCRIPTION_REFUSED);
      }
      return;
    }
    var offerer = members.get(answer.to());
    if (offerer == null || !pending.answered(offerer, answer.offer(), from)) {
      counters.add(SwarmCount.NOT_INTRODUCED);
      return;
    }
    offerer.met(from);
    from.met(offerer);
    counters.add(SwarmCount.ANSWERS_RELAYED);
    out.add(
        new Outgoing.Tell(
            offerer.key,
            new ServerMessage.RelayedAnswer(from.id(), answer.offer(), answer.description())));
  }

  void expire(Instant now) {
    for (var silent : pending.expire(now)) {
      counters.add(SwarmCount.OFFERS_EXPIRED);
      silent.demerit(1, now, config.demeritFadesEvery());
    }
  }

  private void offer(
      Peer from,
      TrackerOffer offer,
      Peer to,
      Instant now,
      RandomGenerator random,
      List<Outgoing> out) {
    if (!isItsOwn(from, offer.description())) {
      return;
    }
    if (!to.isStock()) {
      offerToViewer(from, offer, to, now, random, out);
    } else if (pending.sent(from, offer.id(), to, now)) {
      counters.add(SwarmCount.OFFERS_RELAYED);
      out.add(
          new Outgoing.Tell(
              to.key, new ServerMessage.RelayedOffer(from.id(), offer.id(), offer.description())));
    } else {
      counters.add(SwarmCount.OFFER_REPEATED);
    }
  }

  private void offerToViewer(
      Peer from,
      TrackerOffer offer,
      Peer to,
      Instant now,
      RandomGenerator random,
      List<Outgoing> out) {
    if (offer.description().scan() instanceof Scanned.Passed<ScannedSdp>(ScannedSdp sdp)) {
      introductions.openOffered(from, to, offer.id(), sdp, now, random, out);
    } else {
      counters.add(SwarmCount.DESCRIPTION_REFUSED);
    }
  }

  /** With a ticket, the certificate must be the ticket's. */
  private boolean isItsOwn(Peer from, TrackerDescription description) {
    if (from.profile.fingerprint().isEmpty()
        || from.profile.fingerprint().equals(description.fingerprint())) {
      return true;
    }
    counters.add(SwarmCount.FINGERPRINT_MISMATCH);
    return false;
  }
}
