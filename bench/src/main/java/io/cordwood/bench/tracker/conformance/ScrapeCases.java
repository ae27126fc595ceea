package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;

/** Counts without an announce. */
final class ScrapeCases {
  private ScrapeCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("SCR-1", "a scrape of one swarm counts it", ScrapeCases::one),
        Case.of("SCR-2", "a scrape of many swarms names each", ScrapeCases::many),
        Case.of("SCR-3", "a swarm that nobody knows has zeros", ScrapeCases::unknown),
        Case.of("SCR-4", "a scrape of [] has empty files", ScrapeCases::none),
        Case.of("SCR-5", "a scrape of all is answered or refused", ScrapeCases::everything),
        Case.of("SCR-6", "a scrape of no info_hash is a scrape failure", ScrapeCases::wrong));
  }

  private static void one(Stage stage) throws IOException {
    var seeder = stage.seeder(InfoHash.fresh());
    var leecher = stage.leecher(seeder.swarm());
    leecher.scrape().mustBe(1, 1);
    var reply = Scrape.reply(leecher.socket(), Messages.scrape(seeder.swarm()));
    if (!reply.path("files").path(seeder.swarm().text()).path("downloaded").isIntegralNumber()) {
      throw new Mismatch("downloaded is no integer: " + Read.brief(reply));
    }
  }

  private static void many(Stage stage) throws IOException {
    var seeder = stage.seeder(InfoHash.fresh());
    var leecher = stage.leecher(InfoHash.fresh());
    var unknown = InfoHash.fresh();
    var scrape = Messages.scrape(List.of(seeder.swarm(), leecher.swarm(), unknown));
    var reply = Scrape.reply(leecher.socket(), scrape);
    Scrape.counts(reply, seeder.swarm()).mustBe(1, 0);
    Scrape.counts(reply, leecher.swarm()).mustBe(0, 1);
    Scrape.counts(reply, unknown).mustBe(0, 0);
    size(reply, 3);
  }

  private static void unknown(Stage stage) throws IOException {
    Scrape.of(stage.open(), InfoHash.fresh()).mustBe(0, 0);
  }

  private static void none(Stage stage) throws IOException {
    var scrape = Messages.scrape(JsonNodeFactory.instance.arrayNode());
    size(Scrape.reply(stage.open(), scrape), 0);
  }

  private static void size(JsonNode reply, int files) {
    if (reply.path("files").size() != files) {
      throw new Mismatch(reply.path("files").size() + " files, not " + files);
    }
  }

  private static void everything(Stage stage) throws IOException {
    stage.each(
        Form.json(Form.ABSENT, "null"),
        hashes -> {
          var peer = stage.leecher(InfoHash.fresh());
          peer.socket().send(Form.put(Messages.scrape(peer.swarm()), "info_hash", hashes));
          var reply = peer.socket().await("no answer", m -> Read.isScrape(m) || Read.isFailure(m));
          stage.note(Read.isFailure(reply) ? "refused" : "answered");
          peer.scrape().mustBe(0, 1);
        });
  }

  private static void wrong(Stage stage) throws IOException {
    stage.each(
        Form.json(
            "\"nineteen-characters\"",
            "[\"nineteen-characters\"]",
            "[5]",
            "5",
            "true",
            "{}",
            "\"" + "\u4e2d".repeat(20) + "\""),
        hashes -> {
          var peer = stage.leecher(InfoHash.fresh());
          peer.socket().send(Messages.scrape(hashes));
          var reply = peer.socket().await("no answer", m -> Read.isScrape(m) || Read.isFailure(m));
          if (!Read.isFailure(reply) || !reply.path("action").asText().equals("scrape")) {
            throw new Mismatch("no scrape failure: " + Read.brief(reply));
          }
          peer.scrape().mustBe(0, 1);
        });
  }
}
