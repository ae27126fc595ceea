package io.cordwood.webseed.http;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.Channels;
import io.cordwood.webseed.relay.Found;
import io.cordwood.webseed.relay.Relays;
import io.cordwood.webseed.store.Resource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Where a live channel's files come from: from its own input while this webseed takes it in, else
 * from the one that does. On event loops; never waits.
 */
final class LiveFiles {
  private final Vertx vertx;
  private final Channels channels;
  private final Relays relays;

  LiveFiles(Vertx vertx, Channels channels, Relays relays) {
    this.vertx = vertx;
    this.channels = channels;
    this.relays = relays;
  }

  /** What lies at a path of a title, on the caller's event loop; empty when it is no channel. */
  Optional<Future<Found>> find(TitleId title, String path) {
    boolean own = channels.has(title);
    if (!own && !relays.has(title)) {
      return Optional.empty();
    }
    var here = channels.find(title, path);
    if (own && (channels.leads(title) || !relays.hasSource(title))) {
      return Optional.of(now(here.or(() -> relays.held(title, path))));
    }
    if (here.isPresent() && !path.endsWith(".m3u8")) {
      return Optional.of(now(here));
    }
    var found = relays.find(title, path);
    return Optional.of(Future.fromCompletionStage(found, vertx.getOrCreateContext()));
  }

  private static Future<Found> now(Optional<Resource> here) {
    return Future.succeededFuture(here.<Found>map(Found.Here::new).orElseGet(Found.Nothing::new));
  }
}
