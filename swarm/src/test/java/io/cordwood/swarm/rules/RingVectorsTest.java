package io.cordwood.swarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.swarm.content.PeerId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Binds the node's rings and the simulator's, which reads the same vectors. */
class RingVectorsTest {
  static Stream<JsonNode> layouts() throws IOException {
    var file = Path.of("vectors", "ring-layout.json").toFile();
    return StreamSupport.stream(
        new ObjectMapper().readTree(file).get("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void theVectorsOfLayoutsHold(JsonNode vector) {
    var ring = Optional.<Ring>empty();
    var found = new ArrayList<List<Integer>>();
    for (var members : vector.get("input").get("rings")) {
      ring = Optional.of(Ring.of(ring, weights(members)));
      found.add(runs(ring.get()));
    }
    assertThat(found).isEqualTo(expected(vector));
  }

  private static Map<PeerId, Long> weights(JsonNode members) {
    var weights = new HashMap<PeerId, Long>();
    members.forEach(
        member -> weights.put(peer(member.get(0).intValue()), member.get(1).longValue()));
    return weights;
  }

  private static List<Integer> runs(Ring ring) {
    var runs = new ArrayList<Integer>();
    ring.eachRun(
        (owner, from, end) -> {
          runs.add(member(owner));
          runs.add(end - from);
        });
    return runs;
  }

  private static List<List<Integer>> expected(JsonNode vector) {
    var expected = new ArrayList<List<Integer>>();
    for (var runs : vector.get("expect")) {
      expected.add(
          StreamSupport.stream(runs.spliterator(), false).map(JsonNode::intValue).toList());
    }
    return expected;
  }

  /** Of ids that are in the order of the members. */
  private static PeerId peer(int member) {
    var id = new byte[PeerId.LENGTH];
    id[0] = (byte) member;
    return PeerId.of(id);
  }

  private static int member(PeerId peer) {
    return Integer.parseInt(peer.toString().substring(0, 2), 16);
  }
}
