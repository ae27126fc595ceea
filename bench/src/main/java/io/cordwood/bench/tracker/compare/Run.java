package io.cordwood.bench.tracker.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One measurement of one system.
 *
 * @param system its name
 * @param connections of peers
 * @param load what the generator measured
 * @param gc pauses in the measured time, of servers on the JVM
 * @param residentBytes of the server at the end
 */
record Run(
    String system, int connections, JsonNode load, Optional<GcPauses> gc, long residentBytes) {
  /** Those that were replied to. */
  double announcesPerSecond() {
    return number("replies") / number("seconds");
  }

  double messagesOutPerSecond() {
    return number("messagesFromServer") / number("seconds");
  }

  double messagesInPerSecond() {
    return number("messagesToServer") / number("seconds");
  }

  /** The figure: what a second of the server's processor time sends. */
  double messagesOutPerCpuSecond() {
    return number("messagesFromServer") / number("serverCpuSeconds");
  }

  /** Of one core. */
  double serverCpu() {
    return number("serverCpuSeconds") / number("seconds");
  }

  /** Whether its core had nothing else to give. */
  boolean serverFull() {
    return number("serverCoreIdleSeconds") / number("seconds") < 0.05;
  }

  /** What others took of the server's core: the kernel's own work, and strangers. */
  double othersCpu() {
    return Math.max(0, 1 - serverCpu() - number("serverCoreIdleSeconds") / number("seconds"));
  }

  /** Of one core. */
  double generatorCpu() {
    return number("generatorCpuSeconds") / number("seconds");
  }

  /** What the load's core could do, in and out, at the cost of this run. */
  double generatorLimit() {
    return (number("messagesFromServer") + number("messagesToServer"))
        / number("generatorCpuSeconds");
  }

  long dropped(String arrived, String sent) {
    return total(sent) - total(arrived);
  }

  long total(String name) {
    return load.get("totals").get(name).asLong();
  }

  double replyMs(String percentile) {
    return load.get("replyLatency").get(percentile).asDouble();
  }

  double answeredMs(String percentile) {
    return load.get("answeredLatency").get(percentile).asDouble();
  }

  double number(String name) {
    return load.get(name).asDouble();
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("connections", connections);
    json.put("messagesOutPerCpuSecond", Math.round(messagesOutPerCpuSecond()));
    json.put("messagesOutPerSecond", Math.round(messagesOutPerSecond()));
    json.put("messagesInPerSecond", Math.round(messagesInPerSecond()));
    json.put("announcesPerSecond", Math.round(announcesPerSecond()));
    json.put("serverCpu", serverCpu());
    json.put("othersCpu", othersCpu());
    json.put("generatorCpu", generatorCpu());
    json.put("generatorLimit", Math.round(generatorLimit()));
    json.put("residentBytes", residentBytes);
    gc.ifPresent(
        pauses -> {
          json.put("gcPauses", pauses.count());
          put(json, "gcPauseP99Ms", pauses.p99Ms());
          put(json, "gcPauseMaxMs", pauses.maxMs());
          put(json, "longestStopMs", pauses.longestStopMs());
        });
    json.put("load", load);
    return json;
  }

  private static void put(Map<String, Object> json, String name, double value) {
    if (!Double.isNaN(value)) {
      json.put(name, value);
    }
  }
}
