package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** What a tracker's messages are, and what they must be. */
final class Read {
  private static final int BRIEF = 110;

  private Read() {}

  /** The message, if a client survives it. */
  static JsonNode usable(JsonNode message) {
    var action = message.path("action").asText();
    if (!message.isObject()) {
      throw new Mismatch("a message that is no object: " + brief(message));
    }
    if (!action.equals("announce") && !action.equals("scrape")) {
      throw new Mismatch("a message without a known action: " + brief(message));
    }
    if (action.equals("announce") && !message.path("info_hash").isTextual()) {
      throw new Mismatch("an announce without info_hash: " + brief(message));
    }
    return message;
  }

  /** A scrape's answer, not a failure. */
  static boolean isScrape(JsonNode message) {
    return message.path("action").asText().equals("scrape") && message.path("files").isObject();
  }

  static boolean isFailure(JsonNode message) {
    return message.path("failure reason").isTextual();
  }

  static boolean isOffer(JsonNode message) {
    return message.has("offer");
  }

  static boolean isAnswer(JsonNode message) {
    return message.has("answer");
  }

  /** The reply to an announce in this swarm, or its failure. */
  static Predicate<JsonNode> replyIn(InfoHash swarm) {
    return message ->
        message.path("action").asText().equals("announce")
            && message.path("info_hash").asText().equals(swarm.text())
            && !isOffer(message)
            && !isAnswer(message);
  }

  /** Throws unless it is a whole reply without failure. */
  static JsonNode reply(JsonNode message) {
    if (isFailure(message)) {
      throw new Mismatch("a failure: " + message.get("failure reason").asText());
    }
    for (var field : new String[] {"interval", "complete", "incomplete"}) {
      if (!message.path(field).isIntegralNumber()) {
        throw new Mismatch(field + " is no integer: " + brief(message));
      }
    }
    return message;
  }

  /** How many a reply, or a swarm of a scrape, counts. */
  static Counts counts(JsonNode message) {
    return new Counts(message.path("complete").asInt(-1), message.path("incomplete").asInt(-1));
  }

  static OfferId offerId(JsonNode message) {
    return new OfferId(message.path("offer_id").asText());
  }

  static PeerId peerId(JsonNode message) {
    return new PeerId(message.path("peer_id").asText());
  }

  static String brief(JsonNode message) {
    return brief(message.toString());
  }

  /** The beginning of a text, on one line. */
  static String brief(String text) {
    return oneLine(text, BRIEF);
  }

  /** The first characters of a text, on one line. */
  static String oneLine(String text, int most) {
    var line = text.replaceAll("\\p{Cntrl}", "·");
    return line.length() <= most ? line : line.substring(0, most) + "…";
  }
}
