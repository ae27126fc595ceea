package io.cordwood.bench.tracker.conformance;

/** The 20 characters U+0000 to U+00FF that name an offer; in bad messages any text. */
record OfferId(String text) {
  /** One that nobody had before, of letters and digits. */
  static OfferId fresh() {
    return new OfferId(Chance.letters());
  }

  /** One that nobody had before, with every character that is hard to carry. */
  static OfferId odd() {
    return new OfferId(Chance.oddCharacters());
  }
}
