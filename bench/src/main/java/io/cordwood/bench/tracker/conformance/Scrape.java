package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** Asking how many there are. */
final class Scrape {
  private Scrape() {}

  static Counts of(TrackerSocket socket, InfoHash swarm) {
    return counts(reply(socket, Messages.scrape(swarm)), swarm);
  }

  /** Sends a scrape and takes its answer, which must be no failure. */
  static JsonNode reply(TrackerSocket socket, JsonNode scrape) {
    socket.send(scrape);
    return socket.await("no answer to a scrape", Read::isScrape);
  }

  /** The counts of a swarm in an answer, which must name it. */
  static Counts counts(JsonNode reply, InfoHash swarm) {
    var file = reply.path("files").get(swarm.text());
    if (file == null) {
      throw new Mismatch("files without the swarm: " + Read.brief(reply));
    }
    return Read.counts(file);
  }
}
