package io.cordwood.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was measured of one system.
 *
 * @param audience of the round with the middle number of copies
 * @param rounds all of them, in their order
 * @param near milliseconds to the first frame on the loopback address
 * @param far the same at the distance of the run
 * @param cpuRatio its processor time ÷ that of hls.js alone
 */
record ViewersFigures(
    AudienceFigures audience,
    List<AudienceFigures> rounds,
    Spread near,
    Spread far,
    double cpuRatio) {

  /**
   * Of what its audiences took, beside those of hls.js alone in the same rounds.
   *
   * @param plain empty when hls.js did not watch alone
   */
  static ViewersFigures of(
      List<AudienceFigures> rounds, List<AudienceFigures> plain, Spread near, Spread far) {
    var byCopies =
        rounds.stream().sorted(Comparator.comparingDouble(AudienceFigures::copies)).toList();
    var ratios = new ArrayList<Double>();
    for (var i = 0; i < plain.size(); i++) {
      ratios.add(rounds.get(i).cpuSecondsPerViewer() / plain.get(i).cpuSecondsPerViewer());
    }
    var middle = byCopies.get(rounds.size() / 2);
    return new ViewersFigures(middle, rounds, near, far, Spread.of(ratios).median());
  }

  /** As an object of the JSON line; what was not measured is absent. */
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", audience.system().label());
    json.put("viewers", audience.viewers());
    put(json, "copies", audience.copies());
    json.put("copiesOfRounds", rounds.stream().map(r -> rounded(r.copies())).toList());
    put(json, "copiesByViewers", audience.copiesByViewers());
    put(json, "offload", audience.offload());
    put(json, "offloadCeiling", audience.ceiling());
    json.put("stalls", audience.stalls());
    json.put("unfedStalls", audience.unfed().size());
    put(json, "stalledSeconds", audience.stalledSeconds());
    json.put("finished", audience.finished());
    json.put("droppedFrames", audience.droppedFrames());
    put(json, "firstPeerByte", audience.firstPeerByteMs());
    put(json, "cpuSecondsPerViewer", audience.cpuSecondsPerViewer());
    put(json, "cpuRatio", cpuRatio);
    json.put("starts", near.count());
    put(json, "ttff", near);
    json.put("farStarts", far.count());
    put(json, "farTtff", far);
    return json;
  }

  private static void put(Map<String, Object> json, String name, Spread ms) {
    put(json, name + "Ms", ms.median());
    put(json, name + "P25Ms", ms.p25());
    put(json, name + "P75Ms", ms.p75());
  }

  private static void put(Map<String, Object> json, String name, double value) {
    if (!Double.isNaN(value)) {
      json.put(name, rounded(value));
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
