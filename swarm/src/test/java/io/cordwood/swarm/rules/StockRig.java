package io.cordwood.swarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.tracker.AnnounceEvent;
import io.cordwood.swarm.wire.tracker.ClientMessage;
import io.cordwood.swarm.wire.tracker.ServerMessage;
import io.cordwood.swarm.wire.tracker.TrackerDescription;
import io.cordwood.swarm.wire.tracker.TrackerDescription.Kind;
import io.cordwood.swarm.wire.tracker.TrackerOffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Short words for what clients of the tracker door do in a {@link SwarmRig}. */
final class StockRig {
  static final Duration INTERVAL = Duration.ofSeconds(120);

  final SwarmRig rig = new SwarmRig();

  /** What a client sends; changed by what the test is about. */
  record Said(
      PeerKey key,
      AnnounceEvent event,
      boolean complete,
      OptionalInt numwant,
      List<Integer> offers,
      boolean proven) {
    Said completed() {
      return new Said(key, AnnounceEvent.COMPLETED, complete, numwant, offers, proven);
    }

    Said stopped() {
      return new Said(key, AnnounceEvent.STOPPED, complete, numwant, offers, proven);
    }

    Said seeding() {
      return new Said(key, event, true, numwant, offers, proven);
    }

    Said wanting(int peers) {
      return new Said(key, event, complete, OptionalInt.of(peers), offers, proven);
    }

    Said offering(Integer... numbers) {
      return new Said(key, event, complete, numwant, List.of(numbers), proven);
    }

    Said withItsToken() {
      return new Said(key, event, complete, numwant, offers, true);
    }
  }

  static Said client(int number) {
    return client(SwarmRig.key(number));
  }

  static Said client(PeerKey key) {
    return new Said(key, AnnounceEvent.STARTED, false, OptionalInt.empty(), List.of(), false);
  }

  static PeerProfile profile(int number) {
    return new PeerProfile(
        Door.TRACKER,
        Optional.empty(),
        new NetworkPlace(number, number),
        Optional.empty(),
        false,
        true);
  }

  List<Outgoing> say(Said said) {
    return say(said, profile(SwarmRig.number(said.key().peer())));
  }

  List<Outgoing> say(Said said, PeerProfile profile) {
    var announce =
        new ClientMessage.Announce(
            SwarmId.of(new byte[20]),
            said.key().peer(),
            said.event(),
            said.complete(),
            said.numwant(),
            said.offers().stream().map(n -> new TrackerOffer(offerId(n), description())).toList(),
            Optional.empty(),
            Optional.empty());
    return rig.apply(
        new Event.Announced(
            said.key(), profile, announce, INTERVAL, said::proven, Optional.empty()));
  }

  List<Outgoing> answer(PeerKey from, int to, OfferId offer) {
    return rig.apply(
        new Event.OfferAnswered(
            from,
            new ClientMessage.Answer(
                SwarmId.of(new byte[20]),
                from.peer(),
                SwarmRig.peerId(to),
                offer,
                TrackerDescription.of(Kind.ANSWER, SwarmRig.sdp(1, 1)),
                Optional.empty())));
  }

  List<Outgoing> answer(int from, int to, int offer) {
    return answer(SwarmRig.key(from), to, offerId(offer));
  }

  static TrackerDescription description() {
    return TrackerDescription.of(Kind.OFFER, SwarmRig.sdp(1, 1));
  }

  static OfferId offerId(int number) {
    return OfferId.of(ByteBuffer.allocate(OfferId.LENGTH).putInt(16, number).array());
  }

  /** The reply to an announce, which comes first. */
  static ServerMessage.Announced reply(List<Outgoing> outgoings) {
    return (ServerMessage.Announced) ((Outgoing.Tell) outgoings.getFirst()).message();
  }

  /** The one thing that was said, to a client of the tracker door. */
  static <M> M told(List<Outgoing> outgoings, Class<M> type) {
    assertThat(outgoings).hasSize(1);
    return type.cast(((Outgoing.Tell) outgoings.getFirst()).message());
  }

  /** Who was sent offers, in order. */
  static List<Integer> receivers(List<Outgoing> outgoings) {
    var found = new ArrayList<Integer>();
    for (var outgoing : outgoings) {
      if (outgoing instanceof Outgoing.Tell(PeerKey to, ServerMessage.RelayedOffer offer)) {
        found.add(SwarmRig.number(to.peer()));
      }
    }
    return found;
  }
}
