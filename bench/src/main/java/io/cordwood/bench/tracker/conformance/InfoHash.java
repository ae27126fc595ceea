package io.cordwood.bench.tracker.conformance;

/** The 20 characters U+0000 to U+00FF that name a swarm; in bad messages any text. */
record InfoHash(String text) {
  /** One that nobody had before, of letters and digits. */
  static InfoHash fresh() {
    return new InfoHash(Chance.letters());
  }

  /** One that nobody had before, with every character that is hard to carry. */
  static InfoHash odd() {
    return new InfoHash(Chance.oddCharacters());
  }
}
