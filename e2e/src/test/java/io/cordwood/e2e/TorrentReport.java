package io.cordwood.e2e;

import java.util.List;

/**
 * What became of a stock WebTorrent client; the fields are those of webtorrent.ts. {@code whole}
 * are the paths of the files that it has, each beginning with the torrent's name.
 */
record TorrentReport(
    String infoHash,
    boolean ready,
    boolean done,
    double progress,
    int piecesVerified,
    List<String> whole,
    long bytesFromWebseeds,
    long bytesFromPeers,
    long bytesToPeers,
    int peersMet,
    List<String> warnings,
    List<String> failures) {

  /** A file that is whole; its path begins with the torrent's name, the digest is 64 hex digits. */
  record FileReport(String path, long bytes, String sha256) {}
}
