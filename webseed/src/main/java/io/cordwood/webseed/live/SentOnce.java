package io.cordwood.webseed.live;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.webseed.publish.mp4.DecodeTimes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What encoders send once and never again, however long they run: init segments and the master
 * playlist. It is kept while another webseed has the channel, since the segments behind it are of
 * no use without it. At most {@value #MAX_INITS} init segments of 64 KiB. Used by the channel's
 * lane only.
 */
final class SentOnce {
  private static final int MAX_INITS = 32;
  private static final int MAX_INIT_BYTES = 64 * 1024;
  private static final Set<String> OTHER_MEDIA = Set.of("ts", "aac", "vtt");

  private final Map<Name, byte[]> inits = new LinkedHashMap<>();
  private Optional<String> master = Optional.empty();

  /** A file's name at the publisher's. */
  record Name(RenditionName rendition, String file) {}

  void master(String text) {
    master = Optional.of(text);
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
      if (inits.size() > MAX_INITS) {
        inits.remove(inits.keySet().iterator().next());
      }
    }
  }

  void eachInit(BiConsumer<Name, byte[]> action) {
    inits.forEach(action);
  }
}
