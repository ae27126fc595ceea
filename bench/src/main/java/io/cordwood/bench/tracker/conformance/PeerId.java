package io.cordwood.bench.tracker.conformance;

/** The 20 characters U+0000 to U+00FF that name a peer; in bad messages any text. */
record PeerId(String text) {
  /** One that nobody had before, of letters and digits. */
  static PeerId fresh() {
    return new PeerId(Chance.letters());
  }

  /** One that nobody had before, with every character that is hard to carry. */
  static PeerId odd() {
    return new PeerId(Chance.oddCharacters());
  }
}
