package io.cordwood.webseed.node;

import io.cordwood.swarm.content.TitleId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;

/** What a webseed says of itself (PROTOCOL §4.2). */
record Heartbeat(
    URI url,
    List<TitleId> titles,
    long egressBitsPerSecond,
    long capacityBitsPerSecond,
    boolean draining) {
  String json() {
    var names = new JsonArray();
    titles.forEach(title -> names.add(title.toString()));
    return new JsonObject()
        .put("url", url.toString())
        .put("titles", names)
        .put("egressBitsPerSecond", egressBitsPerSecond)
        .put("capacityBitsPerSecond", capacityBitsPerSecond)
        .put("draining", draining)
        .encode();
  }
}
