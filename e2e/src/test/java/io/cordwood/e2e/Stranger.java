package io.cordwood.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Stack;
import io.cordwood.bench.harness.StaticSite;
import io.cordwood.bench.harness.Viewer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A page of ours that joins as a viewer does and then breaks the rules (stranger.ts,
 * live-stranger.ts).
 */
final class Stranger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Viewer page;

  private Stranger(Viewer page) {
    this.page = page;
  }

  /** Has a ticket of its own for the closed title. */
  static Stranger member(World world) {
    return open(world, World.CLOSED, Map.of("shows", "own", "door", "own", "copied", ""));
  }

  /** Shows its own ticket and sends wrong bytes. */
  static Stranger polluting(World world) {
    return open(world, World.FILM, Map.of("shows", "own", "door", "own", "copied", ""));
  }

  /**
   * Has a right to be there, but shows peers a ticket that was made for somebody else's
   * certificate.
   */
  static Stranger showingPeers(World world, String copiedTicket) {
    return open(
        world, World.CLOSED, Map.of("shows", "copied", "door", "own", "copied", copiedTicket));
  }

  /** Has a right to be there, but shows peers no ticket. */
  static Stranger showingPeersNothing(World world) {
    return open(world, World.CLOSED, Map.of("shows", "none", "door", "own", "copied", ""));
  }

  /** Comes to the door with somebody else's ticket. */
  static Stranger showingTheDoor(World world, String copiedTicket) {
    return open(
        world, World.CLOSED, Map.of("shows", "copied", "door", "copied", "copied", copiedTicket));
  }

  /** A peer of a channel that says it has what nobody has yet, and sends wrong bytes of it. */
  static Stranger pollutingLive(World world, Stack servers, String slug) {
    return live(world, servers, slug, "wrong bytes");
  }

  /** A peer of a channel that relays a segment which the channel never sent. */
  static Stranger forging(World world, Stack servers, String slug) {
    return live(world, servers, slug, "forged record");
  }

  private static Stranger live(World world, Stack servers, String slug, String does) {
    var playlist = URI.create(servers.playlist(slug)).resolve("240p/index.m3u8").toString();
    var values = Map.of("playlist", playlist, "does", does);
    return open(world, servers, slug, "live-stranger.html", values);
  }

  private static Stranger open(World world, String slug, Map<String, String> plan) {
    return open(world, world.servers(), slug, "stranger.html", plan);
  }

  private static Stranger open(
      World world, Stack servers, String slug, String page, Map<String, String> plan) {
    var values = new HashMap<>(plan);
    var node = servers.nodeUrl().toString();
    values.put("node", node.substring(0, node.length() - 1));
    values.put("title", "demo/" + slug);
    var html = StaticSite.template(page, values);
    return new Stranger(world.lab().watch("stranger", world.lab().context(Screen.DESKTOP), html));
  }

  StrangerReport report() {
    try {
      var json = (String) page.page().evaluate("() => JSON.stringify(stranger.report())");
      return JSON.readValue(json, StrangerReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  StrangerReport await(String what, Duration limit, Predicate<StrangerReport> condition) {
    Await.until(
        () -> "the stranger " + what + "; stood at " + report(),
        limit,
        () -> condition.test(report()));
    return report();
  }
}
