package io.cordwood.webseed.live;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.webseed.publish.mp4.DecodeTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What encoders send once and never again, however long they run: init segments and the master
 * playlist. It is kept through restarts and while another webseed has the channel, since the
 * segments behind it are of no use without it. At most {@value #MAX_INITS} init segments of 64 KiB.
 * Used by the channel's lane only; waits for the disk.
 */
final class SentOnce {
  private static final Logger LOG = LoggerFactory.getLogger(SentOnce.class);
  private static final int MAX_INITS = 32;
  private static final int MAX_INIT_BYTES = 64 * 1024;
  private static final Set<String> OTHER_MEDIA = Set.of("ts", "aac", "vtt");

  /** No rendition begins with a dot. */
  private static final String MASTER = ".master";

  private final Path folder;
  private final Map<Name, byte[]> inits = new LinkedHashMap<>();
  private Optional<String> master = Optional.empty();

  /** A file's name at the publisher's. */
  record Name(RenditionName rendition, String file) {
    private Path below(Path folder) {
      return folder.resolve(rendition.value()).resolve(file);
    }
  }

  private SentOnce(Path folder) {
    this.folder = folder;
  }

  /** What a folder holds; it is made when there is none. */
  static SentOnce open(Path folder) throws IOException {
    Files.createDirectories(folder);
    var once = new SentOnce(folder);
    for (Path rendition : list(folder)) {
      if (Files.isDirectory(rendition)) {
        var name = new RenditionName(rendition.getFileName().toString());
        for (Path file : list(rendition)) {
          once.inits.put(new Name(name, file.getFileName().toString()), Files.readAllBytes(file));
        }
      }
    }
    Path text = folder.resolve(MASTER);
    once.master = Files.exists(text) ? Optional.of(Files.readString(text)) : Optional.empty();
    return once;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  void master(String text) {
    if (master.filter(text::equals).isEmpty()) {
      master = Optional.of(text);
      keep(folder.resolve(MASTER), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  Optional<String> master() {
    return master;
  }

  /** Keeps a file that can be an init segment. */
  void file(RenditionName rendition, String file, byte[] bytes) {
    boolean init =
        bytes.length > 0
            && bytes.length <= MAX_INIT_BYTES
            && !OTHER_MEDIA.contains(IngestPath.extension(file))
            && DecodeTimes.first(bytes).isEmpty();
    if (init) {
      var name = new Name(rendition, file);
      inits.remove(name);
      inits.put(name, bytes);
      keep(name.below(folder), bytes);
      if (inits.size() > MAX_INITS) {
        var oldest = inits.keySet().iterator().next();
        inits.remove(oldest);
        Incoming.delete(oldest.below(folder));
      }
    }
  }

  private static void keep(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      ChannelFolder.replace(file, bytes);
    } catch (IOException e) {
      LOG.error("{} cannot be written: {}. Check the disk.", file, e.toString());
    }
  }

  void eachInit(BiConsumer<Name, byte[]> action) {
    inits.forEach(action);
  }
}
