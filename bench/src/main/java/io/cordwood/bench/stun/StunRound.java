package io.cordwood.bench.stun;

/**
 * What the generator saw of one server in one round.
 *
 * @param answers right answers at saturation
 * @param seconds in which they came
 * @param cpuSeconds that the server's process ran in them
 * @param spare share of the generator's looks at all its sockets that found nothing: near 0, it and
 *     not the server was the limit
 * @param lost requests that were not answered within the limit
 * @param wrong datagrams that were no right answer to a request in flight
 * @param pacedAnswers right answers at the given rate
 * @param p50Micros from the moment a request was due to its answer, at the given rate
 * @param p99Micros likewise
 */
record StunRound(
    long answers,
    double seconds,
    double cpuSeconds,
    double spare,
    long lost,
    long wrong,
    long pacedAnswers,
    double p50Micros,
    double p99Micros) {

  /** Answers of a second of time, the core being the server's alone. */
  double answersPerSecond() {
    return answers / seconds;
  }

  /** Answers of a second that the server ran, whatever else ran on its core. */
  double answersPerCpuSecond() {
    return answers / cpuSeconds;
  }

  /** Share of the time that the server ran: near 1, it and not the generator was the limit. */
  double busy() {
    return cpuSeconds / seconds;
  }
}
