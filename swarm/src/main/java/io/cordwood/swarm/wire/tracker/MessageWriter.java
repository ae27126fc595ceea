package io.cordwood.swarm.wire.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.util.HashSet;

/**
 * Writes the tracker's messages: {@code action} first, then the swarm's name (TRACKER-PROTOCOL).
 */
final class MessageWriter {
  private static final byte[] ANNOUNCE = ascii("{\"action\":\"announce\",\"info_hash\":");
  private static final byte[] SCRAPE_FILES = ascii("{\"action\":\"scrape\",\"files\":{");
  private static final byte[] SCRAPE_FAILURE = ascii("{\"action\":\"scrape\",\"failure reason\":");
  private static final byte[] INTERVAL = ascii(",\"interval\":");
  private static final byte[] COMPLETE = ascii(",\"complete\":");
  private static final byte[] INCOMPLETE = ascii(",\"incomplete\":");
  private static final byte[] DOWNLOADED = ascii(",\"downloaded\":");
  private static final byte[] FILE_COMPLETE = ascii(":{\"complete\":");
  private static final byte[] TRACKER_ID = ascii(",\"tracker id\":");
  private static final byte[] WARNING = ascii(",\"warning message\":");
  private static final byte[] FAILURE = ascii(",\"failure reason\":");
  private static final byte[] PEER = ascii(",\"peer_id\":");
  private static final byte[] OFFER_ID = ascii(",\"offer_id\":");
  private static final byte[] OFFER = ascii(",\"offer\":");
  private static final byte[] ANSWER = ascii(",\"answer\":");
  private static final byte[] COMMA = ascii(",");
  private static final byte[] END = ascii("}");
  private static final byte[] END_OF_ALL = ascii("}}");

  /**
   * Bytes of any message beside its texts and its description, at most: three ids, three counts.
   */
  private static final int ENVELOPE = 512;

  /** Bytes of one swarm's counts, about. */
  private static final int COUNTS = 128;

  private MessageWriter() {}

  static byte[] write(SwarmId swarm, ServerMessage.OfSwarm message) {
    var out = new JsonWriter(mostBytes(message));
    write(swarm, message, out);
    return out.done();
  }

  static int mostBytes(ServerMessage.OfSwarm message) {
    return ENVELOPE
        + switch (message) {
          case ServerMessage.Announced announced ->
              announced.trackerId().map(MessageWriter::mostBytes).orElse(0)
                  + announced.warning().map(MessageWriter::mostBytes).orElse(0);
          case ServerMessage.RelayedOffer offer -> offer.description().lengthBytes();
          case ServerMessage.RelayedAnswer answer -> answer.description().lengthBytes();
          case ServerMessage.Failed(var reason) -> mostBytes(reason);
        };
  }

  private static int mostBytes(String text) {
    return JsonText.LONGEST_CHARACTER * text.length();
  }

  static void write(SwarmId swarm, ServerMessage.OfSwarm message, JsonWriter out) {
    out.ascii(ANNOUNCE).binary(swarm);
    switch (message) {
      case ServerMessage.Announced announced -> announced(announced, out);
      case ServerMessage.RelayedOffer(var from, var offer, var description) ->
          relayed(from, offer, OFFER, description, out);
      case ServerMessage.RelayedAnswer(var from, var offer, var description) ->
          relayed(from, offer, ANSWER, description, out);
      case ServerMessage.Failed(var reason) -> out.ascii(FAILURE).text(reason);
    }
    out.ascii(END);
  }

  private static void announced(ServerMessage.Announced message, JsonWriter out) {
    out.ascii(INTERVAL)
        .number(message.intervalSeconds())
        .ascii(COMPLETE)
        .number(message.complete())
        .ascii(INCOMPLETE)
        .number(message.incomplete());
    message.trackerId().ifPresent(id -> out.ascii(TRACKER_ID).text(id));
    message.warning().ifPresent(warning -> out.ascii(WARNING).text(warning));
  }

  private static void relayed(
      PeerId from, OfferId offer, byte[] member, TrackerDescription description, JsonWriter out) {
    out.ascii(PEER)
        .binary(from)
        .ascii(OFFER_ID)
        .binary(offer)
        .ascii(member)
        .description(description);
  }

  /** A swarm that comes twice is written once, as its first. */
  static byte[] write(ServerMessage.Scraped message) {
    var out = new JsonWriter(ENVELOPE + COUNTS * message.counts().size()).ascii(SCRAPE_FILES);
    var written = new HashSet<SwarmId>();
    for (var counts : message.counts()) {
      if (written.contains(counts.swarm())) {
        continue;
      }
      if (!written.isEmpty()) {
        out.ascii(COMMA);
      }
      written.add(counts.swarm());
      out.binary(counts.swarm())
          .ascii(FILE_COMPLETE)
          .number(counts.complete())
          .ascii(INCOMPLETE)
          .number(counts.incomplete())
          .ascii(DOWNLOADED)
          .number(counts.downloaded())
          .ascii(END);
    }
    return out.ascii(END_OF_ALL).done();
  }

  static byte[] write(ServerMessage.ScrapeFailed message) {
    return new JsonWriter(ENVELOPE).ascii(SCRAPE_FAILURE).text(message.reason()).ascii(END).done();
  }

  private static byte[] ascii(String json) {
    return json.getBytes(ISO_8859_1);
  }
}
