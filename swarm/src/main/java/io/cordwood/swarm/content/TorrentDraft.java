package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * What a torrent is made of beside its bytes (PROTOCOL §2.4).
 *
 * @param title its owner is in the webseeds' addresses, its slug is the torrent's name
 * @param pieceLength the title's piece length
 * @param files all files of the title, in any order
 * @param trackers bases of tracker doors, {@code ws://host} or {@code wss://host}, to which {@code
 *     /announce/{swarm}} is added
 * @param webseeds bases of webseeds, {@code http://host} or {@code https://host}, to which {@code
 *     /t/{owner}/} is added
 */
public record TorrentDraft(
    TitleId title,
    PieceLength pieceLength,
    List<ContentFile> files,
    List<URI> trackers,
    List<URI> webseeds) {
  /** Refuses bases with another scheme, a query, a fragment or a slash at the end. */
  public TorrentDraft {
    files = List.copyOf(files);
    trackers = List.copyOf(trackers);
    webseeds = List.copyOf(webseeds);
    trackers.forEach(base -> requireBase(base, Set.of("ws", "wss")));
    webseeds.forEach(base -> requireBase(base, Set.of("http", "https")));
  }

  /** A draft of the files that the records of all renditions name, in any order. */
  public static TorrentDraft ofRecords(
      TitleId title,
      PieceLength pieceLength,
      List<SegmentRecord> records,
      List<URI> trackers,
      List<URI> webseeds) {
    var files = records.stream().map(SegmentRecord::file).toList();
    return new TorrentDraft(title, pieceLength, files, trackers, webseeds);
  }

  /** The addresses of the tracker doors for a swarm. */
  List<String> announceUrls(SwarmId swarm) {
    return trackers.stream().map(base -> base + "/announce/" + swarm.hex()).toList();
  }

  /** The addresses to which clients add the torrent's name and a path (BEP 19). */
  List<String> urlList() {
    return webseeds.stream().map(base -> base + "/t/" + title.owner() + "/").toList();
  }

  private static void requireBase(URI base, Set<String> schemes) {
    boolean plain = base.getRawQuery() == null && base.getRawFragment() == null;
    boolean open = base.getHost() == null || base.toString().endsWith("/");
    if (!plain || open || !schemes.contains(base.getScheme())) {
      throw new InvalidContentException(
          Code.TORRENT,
          "Give the address "
              + base
              + " as "
              + String.join(" or ", schemes.stream().sorted().toList())
              + "://host without a query or a slash at its end.");
    }
  }
}
