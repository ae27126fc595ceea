package io.cordwood.bench.tracker.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What a generator's process is asked for.
 *
 * @param mode what to do
 * @param port of the server on 127.0.0.1
 * @param pid of the server
 * @param core that the server runs on
 * @param connections peers, each on its own
 * @param swarms they are dealt to
 * @param warmupSeconds not measured
 * @param seconds measured
 * @param rate announces a second, for {@link Mode#LATENCY}
 * @param atOnce announces in flight, for {@link Mode#THROUGHPUT}; 0 for as few as fill the core
 */
public record GeneratorOptions(
    Mode mode,
    int port,
    long pid,
    int core,
    int connections,
    int swarms,
    int warmupSeconds,
    int seconds,
    double rate,
    int atOnce) {
  /** What to do once all are connected. */
  public enum Mode {
    /** Join, then announce as fast as the server takes it. */
    THROUGHPUT,
    /** Join, then announce at a fixed rate. */
    LATENCY,
    /** Join and announce once; stay until a line comes on standard input. */
    HOLD,
    /** As {@link #HOLD}, but of a server that says nothing. */
    HOLD_SILENT
  }

  /** As words that {@link #parse} takes. */
  public List<String> words() {
    var words = new ArrayList<String>();
    words.add(mode.name());
    for (var number :
        List.of(port, pid, core, connections, swarms, warmupSeconds, seconds, rate, atOnce)) {
      words.add(number.toString());
    }
    return words;
  }

  static GeneratorOptions parse(String... words) {
    return new GeneratorOptions(
        Mode.valueOf(words[0]),
        Integer.parseInt(words[1]),
        Long.parseLong(words[2]),
        Integer.parseInt(words[3]),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]),
        Integer.parseInt(words[6]),
        Integer.parseInt(words[7]),
        Double.parseDouble(words[8]),
        Integer.parseInt(words[9]));
  }
}
