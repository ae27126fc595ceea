package io.cordwood.webseed.live;

import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.HashedFile;
import io.cordwood.swarm.content.PieceHashes;
import io.cordwood.swarm.content.PieceLength;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.PublishException;
import io.cordwood.webseed.publish.PublishRequest;
import io.cordwood.webseed.publish.RecordedTitle;
import io.cordwood.webseed.publish.RecordingPublisher;
import io.cordwood.webseed.publish.encode.Programs;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes the film of a channel that has ended. It is a title of its own, {@code {slug}-recording}:
 * the channel's title keeps its swarm, which follows from its key, and may go on the air again.
 */
public final class Recording {
  /** Of a film that may be a day long; a channel's own are shorter. */
  static final PieceLength PIECES = PieceLength.USUAL;

  private static final int MAX_SLUG = 64;

  private final StoreLayout store;
  private final RecordingPublisher publisher;

  /** Films go into {@code store}. */
  public Recording(StoreLayout store, Programs programs) {
    this.store = store;
    this.publisher = new RecordingPublisher(store, programs);
  }

  /** The film of all that is in none yet; empty when that is nothing. Waits for the disk. */
  public Optional<TitleDocument> of(Channel channel) throws PublishException, IOException {
    var byRendition = new TreeMap<String, List<LogEntry>>();
    for (LogEntry entry : channel.unfilmed()) {
      byRendition
          .computeIfAbsent(entry.record().rendition().value(), _ -> new ArrayList<>())
          .add(entry);
    }
    var master = MasterPlaylists.read(channel.masterText(), byRendition::containsKey);
    if (!channel.config().record() || master.isEmpty()) {
      return Optional.empty();
    }
    var shown = master.get().renditions().stream().map(one -> one.name()).toList();
    byRendition.keySet().retainAll(shown);
    var document =
        publisher.publish(request(channel), recorded(channel, master.get().text(), byRendition));
    channel.filmed(
        byRendition.values().stream()
            .mapToInt(entries -> entries.getLast().record().number())
            .max()
            .orElseThrow(),
        document.id());
    return Optional.of(document);
  }

  private PublishRequest request(Channel channel) {
    var config = channel.config();
    return new PublishRequest(
        channel.folder().files(),
        free(channel.title()),
        config.name() + " (recording)",
        config.open(),
        URI.create(config.tracker()),
        URI.create(config.webseed()));
  }

  private TitleId free(TitleId channel) {
    for (int i = 1; ; i++) {
      String suffix = i == 1 ? "-recording" : "-recording-" + i;
      String slug = channel.slug().value();
      String cut = slug.substring(0, Math.min(slug.length(), MAX_SLUG - suffix.length()));
      var title = new TitleId(channel.owner(), new Slug(cut.replaceFirst("-$", "") + suffix));
      if (!Files.exists(store.title(title))) {
        return title;
      }
    }
  }

  private static RecordedTitle recorded(
      Channel channel, String master, Map<String, List<LogEntry>> byRendition) {
    Path files = channel.folder().files();
    var links = new HashMap<ContentPath, Path>();
    var texts = new HashMap<ContentPath, String>();
    var known = new HashMap<ContentPath, HashedFile>();
    texts.put(ContentPath.parse(Edge.MASTER), master);
    byRendition.forEach(
        (rendition, entries) -> {
          texts.put(ContentPath.parse(rendition + "/index.m3u8"), playlist(rendition, entries));
          for (LogEntry entry : entries) {
            var uri = entry.record().uri();
            links.put(uri, uri.below(files));
            known.put(uri, new HashedFile(hashes(entry), entry.v1Pieces()));
            if (!entry.init().isEmpty()) {
              var init = ContentPath.parse(entry.init());
              links.put(init, init.below(files));
            }
          }
        });
    return new RecordedTitle(links, texts, PIECES, known);
  }

  private static PieceHashes hashes(LogEntry entry) {
    var record = entry.record();
    byte[] list = entry.signed().hashes();
    byte[] all = list.length == 0 ? record.root().bytes() : list;
    return PieceHashes.verify(Edge.PIECES, record.sizeBytes(), record.root(), all)
        .inPiecesOf(PIECES);
  }

  /** The lines of the records, as they were signed. */
  private static String playlist(String rendition, List<LogEntry> entries) {
    long longestUs = entries.stream().mapToLong(LogEntry::durationUs).max().orElseThrow();
    var lines =
        new ArrayList<>(
            Arrays.asList(
                "#EXTM3U",
                "#EXT-X-VERSION:7",
                "#EXT-X-TARGETDURATION:" + Math.max(1, Math.round(longestUs / 1e6)),
                "#EXT-X-MEDIA-SEQUENCE:1",
                "#EXT-X-PLAYLIST-TYPE:VOD",
                "#EXT-X-INDEPENDENT-SEGMENTS"));
    var first = entries.getFirst();
    if (!first.init().isEmpty() && !first.record().lines().contains(LivePlaylist.MAP_TAG)) {
      lines.add(LivePlaylist.map(first.init(), rendition));
    }
    entries.forEach(entry -> lines.add(entry.record().lines()));
    lines.add("#EXT-X-ENDLIST");
    return String.join("\n", lines) + "\n";
  }
}
