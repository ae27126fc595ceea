package io.cordwood.webseed.store;

import io.cordwood.webseed.range.Representation;
import java.util.Optional;

/**
 * Something that can be asked for.
 *
 * @param encoding its Content-Encoding; empty for the bytes themselves
 * @param media what its sent bytes are counted under; empty for what is not a media segment
 */
public record Resource(
    Representation representation, Body body, Optional<String> encoding, Optional<MediaKey> media) {
  /** The Cache-Control of what never changes under its name. */
  public static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /** A resource that is sent as it is. */
  public Resource(Representation representation, Body body, Optional<MediaKey> media) {
    this(representation, body, Optional.empty(), media);
  }
}
