package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;

/**
 * Consecutive bytes of a file or input.
 *
 * @param offset the first byte, from 0
 * @param length how many bytes, 0 or more
 */
public record ByteRange(long offset, long length) {
  /** Refuses a negative offset or length, and an end past 2^63. */
  public ByteRange {
    if (offset < 0 || length < 0 || offset + length < 0) {
      throw new InvalidContentException(
          Code.GEOMETRY, "A byte range starts at 0 or later and has no negative length.");
    }
  }

  /** The byte after the last. */
  public long end() {
    return offset + length;
  }
}
