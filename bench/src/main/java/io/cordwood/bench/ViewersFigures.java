package io.cordwood.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** All that was measured of one system. */
record ViewersFigures(AudienceFigures audience, Spread ttffMs) {

  /** As an object of the JSON line; what was not measured is absent. */
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", audience.system().label());
    json.put("viewers", audience.viewers());
    put(json, "copies", audience.copies());
    put(json, "copiesByViewers", audience.copiesByViewers());
    put(json, "offload", audience.offload());
    put(json, "ttffMs", ttffMs.median());
    put(json, "ttffP25Ms", ttffMs.p25());
    put(json, "ttffP75Ms", ttffMs.p75());
    json.put("starts", ttffMs.count());
    put(json, "firstPeerByteMs", audience.firstPeerByteMs());
    json.put("stalls", audience.stalls());
    json.put("finished", audience.finished());
    json.put("droppedFrames", audience.droppedFrames());
    return json;
  }

  private static void put(Map<String, Object> json, String name, double value) {
    if (!Double.isNaN(value)) {
      json.put(name, Math.round(value * 1000) / 1000.0);
    }
  }
}
