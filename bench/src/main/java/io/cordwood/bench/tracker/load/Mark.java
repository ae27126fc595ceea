package io.cordwood.bench.tracker.load;

import io.cordwood.bench.harness.ProcStat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where all counters stood at a moment.
 *
 * @param nanos of {@link System#nanoTime()}
 * @param wallMs since 1970
 * @param serverCpu seconds of the server
 * @param idle seconds of the server's core
 * @param ownCpu seconds of this process
 */
record Mark(long nanos, long wallMs, Tally tally, double serverCpu, double idle, double ownCpu) {
  static Mark now(Tally tally, ProcStat server, CoreTime core, ProcStat self) {
    return new Mark(
        System.nanoTime(),
        System.currentTimeMillis(),
        tally.copy(),
        server.cpuSeconds(),
        core.idleSeconds(),
        self.cpuSeconds());
  }

  /** What happened since. */
  Map<String, Object> since(Mark before) {
    var json = new LinkedHashMap<String, Object>();
    json.put("fromMs", before.wallMs);
    json.put("toMs", wallMs);
    json.put("seconds", (nanos - before.nanos) / 1e9);
    json.put("announces", tally.announcesSent - before.tally.announcesSent);
    json.put("replies", tally.replies - before.tally.replies);
    json.put("offers", tally.offers - before.tally.offers);
    json.put("answers", tally.answers - before.tally.answers);
    json.put("messagesToServer", tally.out() - before.tally.out());
    json.put("messagesFromServer", tally.in() - before.tally.in());
    json.put("bytesToServer", tally.bytesOut - before.tally.bytesOut);
    json.put("bytesFromServer", tally.bytesIn - before.tally.bytesIn);
    json.put("serverCpuSeconds", serverCpu - before.serverCpu);
    json.put("serverCoreIdleSeconds", idle - before.idle);
    json.put("generatorCpuSeconds", ownCpu - before.ownCpu);
    return json;
  }
}
