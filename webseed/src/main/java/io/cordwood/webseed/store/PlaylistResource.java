package io.cordwood.webseed.store;

import io.cordwood.swarm.content.Hash32;
import io.cordwood.webseed.range.EntityTag;
import io.cordwood.webseed.range.Representation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A live playlist as it is served: it may be kept when it is asked for anew each time. */
public final class PlaylistResource {
  private static final int TAG_DIGITS = 32;
  private static final String NO_CACHE = "no-cache";

  private PlaylistResource() {}

  /** A playlist of this text. */
  public static Resource of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var tag = new EntityTag(Hash32.sha256(bytes).hex().substring(0, TAG_DIGITS));
    var representation =
        new Representation(bytes.length, tag, ContentTypes.of("index.m3u8"), NO_CACHE);
    return new Resource(representation, new Body.InMemory(bytes), Optional.empty());
  }
}
