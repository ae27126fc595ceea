package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The offers that came of an announce.
 *
 * @param byReceiver the ids that each of the others heard, in their order
 */
record Relayed(List<List<OfferId>> byReceiver) {
  /** Waits until all offers of {@code offerer} have come, and takes them. */
  static Relayed after(SwarmPeer offerer, List<SwarmPeer> others) {
    if (!offerer.offersHeard().isEmpty()) {
      throw new Mismatch("an offer came back to the offerer");
    }
    return new Relayed(others.stream().map(Relayed::heardBy).toList());
  }

  private static List<OfferId> heardBy(SwarmPeer other) {
    var heard = other.settle();
    heard.stream().filter(m -> !Read.isOffer(m)).findFirst().ifPresent(Relayed::refuse);
    return heard.stream().map(Read::offerId).toList();
  }

  private static void refuse(JsonNode message) {
    throw new Mismatch("a peer heard what is no offer: " + Read.brief(message));
  }

  /** Well-made offers of fresh ids. */
  static List<? extends JsonNode> offers(int count) {
    return Stream.generate(OfferId::fresh).limit(count).map(Messages::offer).toList();
  }

  int total() {
    return ids().size();
  }

  List<OfferId> ids() {
    return byReceiver.stream().flatMap(List::stream).toList();
  }

  /** Throws when a peer heard two offers, or two peers heard the same. */
  Relayed oneEach() {
    var most = byReceiver.stream().mapToInt(List::size).max().orElse(0);
    if (most > 1) {
      throw new Mismatch("a peer heard " + most + " offers of one announce");
    }
    if (new HashSet<>(ids()).size() != total()) {
      throw new Mismatch("an offer went to two peers");
    }
    return this;
  }

  /** Throws unless these offers came, and no others. */
  void mustBe(List<OfferId> expected) {
    if (total() != expected.size() || !new HashSet<>(ids()).equals(new HashSet<>(expected))) {
      var good = ids().stream().filter(expected::contains).distinct().count();
      throw new Mismatch(
          "relayed: %d of %d good offers, %d others"
              .formatted(good, expected.size(), total() - good));
    }
  }
}
