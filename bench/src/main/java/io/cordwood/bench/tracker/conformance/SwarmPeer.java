package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/** A peer of one swarm on a socket, which it may share. */
record SwarmPeer(TrackerSocket socket, InfoHash swarm, PeerId id) {
  /** An announce without an event, of a leecher. */
  ObjectNode announcement() {
    return Messages.announce(swarm, id);
  }

  ObjectNode announcement(String event) {
    return announcement().put("event", event);
  }

  /** Sends an announce and takes its reply, which must be whole and no failure. */
  JsonNode announce(ObjectNode announce) {
    return Read.reply(answerTo(announce));
  }

  /** Sends an announce and takes its reply or failure. */
  JsonNode answerTo(ObjectNode announce) {
    socket.send(announce);
    return socket.await("no reply to an announce", Read.replyIn(swarm));
  }

  /** Announces the start of a leecher; returns the counts. */
  Counts join() {
    return Read.counts(announce(announcement("started")));
  }

  /** Announces the start of a seeder; returns the counts. */
  Counts seed() {
    return Read.counts(announce(announcement("started").put("left", 0)));
  }

  /** Announces these offers and takes the reply. */
  JsonNode offer(List<? extends JsonNode> offers) {
    return announce(Messages.withOffers(announcement(), offers));
  }

  /** Announces well-made offers of fresh ids; returns the ids. */
  List<OfferId> offer(int count) {
    var ids = Stream.generate(OfferId::fresh).limit(count).toList();
    offer(ids.stream().map(Messages::offer).toList());
    return ids;
  }

  /** All that came, after making sure that it has. */
  List<JsonNode> settle() {
    return socket.settle(swarm);
  }

  /** The ids of the offers among all that came. */
  List<OfferId> offersHeard() {
    return settle().stream().filter(Read::isOffer).map(Read::offerId).toList();
  }

  /** Takes an offer that must come. */
  JsonNode awaitOffer() {
    return socket.await("no offer was relayed", Read::isOffer);
  }

  /** A well-made answer to an offer that came. */
  ObjectNode answerFor(JsonNode offer) {
    return Messages.answer(swarm, id, Read.peerId(offer), Read.offerId(offer));
  }

  /** The counts of its swarm, scraped. */
  Counts scrape() {
    return Scrape.of(socket, swarm);
  }
}
