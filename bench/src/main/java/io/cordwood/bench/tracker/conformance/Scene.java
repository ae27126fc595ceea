package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.bench.tracker.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A peer that sends something bad, and a bystander of the same swarm who must notice nothing.
 *
 * @param sender has announced
 * @param bystander has announced, on a socket of its own
 */
record Scene(SwarmPeer sender, SwarmPeer bystander) {
  static Scene open(Stage stage) throws IOException {
    var swarm = InfoHash.fresh();
    return new Scene(stage.leecher(swarm), stage.leecher(swarm));
  }

  /** Plays a message that names no swarm: only failures may come back, and nothing is harmed. */
  static void refuses(Stage stage, String message) throws IOException {
    refuses(stage, Frame.text(message));
  }

  static void refuses(Stage stage, Frame frame) throws IOException {
    var scene = open(stage);
    scene.refused(frame);
    scene.unharmed();
  }

  /** Sends what cannot be understood; only failures may come back. */
  void refused(Frame frame) {
    sender.socket().send(frame);
    var answered = sender.settle().stream().filter(m -> !Read.isFailure(m)).findFirst();
    if (answered.isPresent()) {
      throw new Mismatch("it was served: " + Read.brief(answered.get()));
    }
  }

  void refused(JsonNode message) {
    refused(new Frame(true, Frame.TEXT, message.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The bystander has heard nothing and is served, and the sender's socket works as before. */
  void unharmed() {
    bystanderUnharmed(2);
    var offers = sender.offer(1);
    sender.settle();
    var heard = bystander.offersHeard();
    if (!heard.equals(offers)) {
      throw new Mismatch("afterwards the sender's offer did not arrive");
    }
  }

  /** The bystander has heard nothing, and a scrape and an announce of it are served. */
  void bystanderUnharmed(int peers) {
    nothing("the bystander heard", bystander.settle());
    bystander.scrape().mustBe(0, peers);
    Read.counts(bystander.announce(bystander.announcement())).mustBe(0, peers);
  }

  /** Throws when something came where nothing must. */
  static void nothing(String who, List<JsonNode> heard) {
    if (!heard.isEmpty()) {
      throw new Mismatch(who + " " + Read.brief(heard.getFirst()));
    }
  }
}
