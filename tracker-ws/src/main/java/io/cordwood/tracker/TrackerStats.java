package io.cordwood.tracker;

/** What the tracker has now, for its pages. Called on a selector's thread; must not block. */
@FunctionalInterface
public interface TrackerStats {
  /** A tracker without swarms. */
  TrackerStats NONE = () -> new Totals(0, 0, 0, 0, 0);

  /**
   * Numbers of all swarms, named and counted as bittorrent-tracker does.
   *
   * @param torrents swarms known
   * @param activeTorrents of these, how many have a peer
   * @param peersAll peers
   * @param peersSeederOnly of these, how many have all
   * @param peersLeecherOnly of these, how many have not
   */
  record Totals(
      int torrents, int activeTorrents, int peersAll, int peersSeederOnly, int peersLeecherOnly) {}

  /** The numbers now. */
  Totals totals();
}
