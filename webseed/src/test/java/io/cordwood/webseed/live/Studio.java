package io.cordwood.webseed.live;

import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.store.Body;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A publisher of one channel and the webseed that takes it in, on a disk and in a time of their
 * own. The publisher does what real ones do: it sends segments and the playlists that name them,
 * and sometimes it does not.
 */
final class Studio implements AutoCloseable {
  static final TitleId CHANNEL = TitleId.parse("demo/news");
  static final int TARGET_MS = 2000;
  private static final int LISTED = 6;

  private final StoreLayout store;
  private final Random random;
  private final Map<String, TreeMap<Long, String>> sent = new HashMap<>();
  private final Map<String, Long> next = new HashMap<>();
  private final List<String> discontinuous = new ArrayList<>();
  private long nowMs = 1_790_000_000_000L;
  private int run;
  private long order;
  private Channels channels;

  Studio(Path folder, ChannelConfig config, Random random) throws IOException {
    this.store = new StoreLayout(folder);
    this.random = random;
    ChannelFolder.of(store, CHANNEL).write(config);
    open();
  }

  /** A channel's configuration with what matters here. */
  static ChannelConfig config(int windowSegments, long dvrMs, boolean record, long maxBytes) {
    return new ChannelConfig(
        "demo", "news", "News", true, "", windowSegments, dvrMs, record, maxBytes, "ws://t", "h");
  }

  private void open() {
    channels = new Channels(store, NoChannels.news(), _ -> {}, () -> Instant.ofEpochMilli(nowMs));
  }

  Channel channel() {
    try {
      return channels.channel(new Slug("news")).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The webseed ends and starts again, with what its disk has. An init segment that no segment has
   * needed yet is not there any more, and publishers send it once.
   */
  void restartWebseedIfItsInitsAreTaken() {
    if (next.keySet().stream().allMatch(this::isOnTheAir)) {
      channels.close();
      open();
    }
  }

  private boolean isOnTheAir(String rendition) {
    return playlist(rendition)
        .map(text -> Listing.read(text).entries().getLast().uri())
        .filter(uri -> runOf(rendition + "/" + uri) == run)
        .isPresent();
  }

  /** Which run of the publisher a served file is of. */
  int runOf(String path) {
    var body = (Body.OnDisk) channel().find(path).orElseThrow().body();
    try {
      return Files.readAllBytes(body.file())[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The publisher ends and starts again, from 0 and with other bytes. */
  void restartPublisher() {
    run++;
    sent.clear();
    next.clear();
    pass(3 * TARGET_MS);
  }

  /** Time passes. */
  void pass(long ms) {
    nowMs += ms;
    channel().tick();
  }

  /** The next segment is sent whole, and a playlist that names it. */
  void send(String rendition, int sizeBytes) {
    long sequence = begin(rendition);
    put(rendition, file(sequence), bytes(sizeBytes));
    list(rendition);
  }

  /** The next segment is named by a playlist, and not sent. */
  void skip(String rendition) {
    begin(rendition);
    list(rendition);
  }

  /** The next segment ends early. */
  void endEarly(String rendition) {
    long sequence = begin(rendition);
    var path = path(rendition, file(sequence));
    order++;
    Ingest.begin(channel(), path, order);
    Ingest.discard(channel(), path, order);
    list(rendition);
  }

  /** The newest segment is sent again, with the same bytes or others. */
  void sendAgain(String rendition, boolean same) {
    if (next.getOrDefault(rendition, 0L) > 0) {
      long sequence = next.get(rendition) - 1;
      put(rendition, file(sequence), bytes(same ? (int) (900 + sequence) : 700));
      list(rendition);
    }
  }

  /** The next segment's times do not go on from those before. */
  void cut(String rendition) {
    discontinuous.add(rendition + next.getOrDefault(rendition, 0L) + "/" + run);
  }

  private long begin(String rendition) {
    if (!next.containsKey(rendition)) {
      put(rendition, "init.mp4", bytes(300));
    }
    long sequence = next.merge(rendition, 1L, Long::sum) - 1;
    sent.computeIfAbsent(rendition, _ -> new TreeMap<>()).put(sequence, file(sequence));
    return sequence;
  }

  private void put(String rendition, String file, byte[] bytes) {
    var path = path(rendition, file);
    order++;
    Ingest.begin(channel(), path, order);
    try {
      Ingest.file(channel(), path, order, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void list(String rendition) {
    var named = sent.get(rendition);
    while (named.size() > LISTED) {
      named.pollFirstEntry();
    }
    var text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:2\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(named.firstKey()).append('\n');
    text.append("#EXT-X-MAP:URI=\"init.mp4\"\n");
    named.forEach(
        (sequence, file) -> {
          if (discontinuous.contains(rendition + sequence + "/" + run)) {
            text.append("#EXT-X-DISCONTINUITY\n");
          }
          text.append("#EXTINF:2.000000,\n").append(file).append('\n');
        });
    var path = path(rendition, "index.m3u8");
    order++;
    var outcome = Ingest.playlist(channel(), path, order, text.toString());
    if (!(outcome instanceof Ingest.Outcome.Taken)) {
      throw new IllegalStateException(outcome + " of " + text);
    }
  }

  private static String file(long sequence) {
    return "s" + sequence + ".m4s";
  }

  /** They begin with the number of the publisher's run. */
  private byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    bytes[0] = (byte) run;
    return bytes;
  }

  private static IngestPath path(String rendition, String file) {
    return IngestPath.of(List.of("news", rendition, file)).orElseThrow();
  }

  /** A rendition's playlist as viewers get it; empty before there is one. */
  Optional<String> playlist(String rendition) {
    return channel().find(rendition + "/index.m3u8").map(Listing::text);
  }

  @Override
  public void close() {
    channels.close();
  }
}
