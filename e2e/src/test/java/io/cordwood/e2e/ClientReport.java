package io.cordwood.e2e;

import java.util.List;

/** What became of a stock client of the tracker; the fields are those of tracker-client.ts. */
record ClientReport(
    int updates,
    Integer complete,
    Integer incomplete,
    Scraped scraped,
    List<String> met,
    List<String> connected,
    List<String> heard,
    List<String> warnings,
    List<String> failures,
    boolean destroyed) {

  /** The last answer to a scrape. */
  record Scraped(String infoHash, int complete, int incomplete, int downloaded) {}

  /** Whether the counts of the last update are these. */
  boolean counts(int seeders, int leechers) {
    return complete != null && complete == seeders && incomplete == leechers;
  }
}
