package io.cordwood.webseed.relay;

import io.cordwood.webseed.store.Resource;
import java.time.Duration;

/** What came of looking for a file of a channel. */
public sealed interface Found {
  /** It is here, checked. */
  record Here(Resource resource) implements Found {}

  /** There is none. */
  record Nothing() implements Found {}

  /** The other webseed is busy, or too much is asked of it; later. */
  record Busy(Duration retryAfter) implements Found {}

  /** The other webseed does not answer, or sends what the channel did not sign. */
  record Broken() implements Found {}
}
