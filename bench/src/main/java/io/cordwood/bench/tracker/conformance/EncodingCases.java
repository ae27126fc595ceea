package io.cordwood.bench.tracker.conformance;

import io.cordwood.bench.tracker.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How identifiers and messages lie on the wire. */
final class EncodingCases {
  private EncodingCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("ENC-1", "any 20 characters to U+00FF come back as sent", EncodingCases::oddIds),
        Case.of("ENC-2", "raw and escaped characters are the same", EncodingCases::escaped),
        Case.of("ENC-3", "an id with a character above U+00FF is refused", EncodingCases::above),
        Case.of("ENC-4", "an info_hash of 0, 19, 21 or 40 is refused", EncodingCases::lengths),
        Case.of("ENC-5", "an info_hash that is no string is refused", EncodingCases::noString),
        Case.of("ENC-6", "binary frames and fragments are read as JSON", EncodingCases::frames));
  }

  private static void oddIds(Stage stage) throws IOException {
    var swarm = InfoHash.odd();
    var offerer = new SwarmPeer(stage.open(), swarm, PeerId.odd());
    var answerer = new SwarmPeer(stage.open(), swarm, PeerId.odd());
    answerer.join();
    var offerId = OfferId.odd();
    offerer.offer(List.of(Messages.offer(offerId)));
    var offer = answerer.awaitOffer();
    same("offer_id", offer.path("offer_id").asText(), offerId.text());
    same("peer_id", offer.path("peer_id").asText(), offerer.id().text());
    same("info_hash", offer.path("info_hash").asText(), swarm.text());
    answerer.socket().send(answerer.answerFor(offer));
    var answer = offerer.socket().await("the answer was not relayed", Read::isAnswer);
    same("offer_id", answer.path("offer_id").asText(), offerId.text());
    same("peer_id", answer.path("peer_id").asText(), answerer.id().text());
    offerer.scrape().mustBe(0, 2);
  }

  private static void same(String field, String came, String sent) {
    if (!came.equals(sent)) {
      throw new Mismatch(field + " came back as " + points(came) + ", not " + points(sent));
    }
  }

  private static String points(String text) {
    return text.chars().mapToObj("%02x"::formatted).collect(Collectors.joining());
  }

  private static void escaped(Stage stage) throws IOException {
    var raw = new SwarmPeer(stage.open(), InfoHash.odd(), PeerId.odd());
    raw.join();
    var same = stage.peer(raw.swarm());
    var placeholder = InfoHash.fresh();
    var text = Messages.announce(placeholder, same.id()).toString();
    same.socket().sendText(text.replace(placeholder.text(), escapes(raw.swarm().text())));
    var reply = same.socket().await("no reply to an announce", Read.replyIn(raw.swarm()));
    Read.counts(Read.reply(reply)).mustBe(0, 2);
  }

  private static String escapes(String text) {
    return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
  }

  private static void above(Stage stage) throws IOException {
    var hashes =
        List.of(
            Form.of("20 of U+4E2D", "\u4e2d".repeat(20)),
            Form.of("one U+0100", "\u0100" + InfoHash.fresh().text().substring(1)),
            Form.of("a surrogate pair", "\ud83d\udcfa" + InfoHash.fresh().text().substring(2)));
    stage.each(hashes, hash -> Scene.refuses(stage, announceOf(hash)));
  }

  private static void lengths(Stage stage) throws IOException {
    var twenty = InfoHash.fresh().text();
    var hashes =
        List.of(
            Form.of("0", ""),
            Form.of("19", twenty.substring(1)),
            Form.of("21", twenty + "x"),
            Form.of("40", twenty + twenty));
    stage.each(hashes, hash -> Scene.refuses(stage, announceOf(hash)));
  }

  private static String announceOf(String hash) {
    return Messages.announce(new InfoHash(hash), PeerId.fresh()).toString();
  }

  private static void noString(Stage stage) throws IOException {
    stage.each(
        Form.json("12345678901234567890", "true", "[\"a\"]", "{\"length\":20}"),
        value -> {
          var announce = Messages.announce(InfoHash.fresh(), PeerId.fresh());
          Scene.refuses(stage, Form.put(announce, "info_hash", value).toString());
        });
  }

  private static void frames(Stage stage) throws IOException {
    var swarm = InfoHash.fresh();
    var forms = List.of(Form.of("binary", Frame.BINARY), Form.of("text in fragments", Frame.TEXT));
    stage.each(
        forms,
        opcode -> {
          var peer = stage.peer(swarm);
          var message = peer.announcement("started").toString().getBytes(StandardCharsets.UTF_8);
          fragments(message, opcode).forEach(peer.socket()::send);
          Read.reply(peer.socket().await("no reply to an announce", Read.replyIn(swarm)));
        });
  }

  private static List<Frame> fragments(byte[] message, int opcode) {
    if (opcode == Frame.BINARY) {
      return List.of(Frame.whole(opcode, message));
    }
    var third = message.length / 3;
    return List.of(
        new Frame(false, opcode, Arrays.copyOfRange(message, 0, third)),
        new Frame(false, Frame.CONTINUATION, Arrays.copyOfRange(message, third, 2 * third)),
        new Frame(
            true, Frame.CONTINUATION, Arrays.copyOfRange(message, 2 * third, message.length)));
  }
}
