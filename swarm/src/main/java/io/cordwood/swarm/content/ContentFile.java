package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;

/**
 * A file of a title, before it is read.
 *
 * @param path where it lies within the title's folder
 * @param sizeBytes its size, 1 to 2^40
 */
public record ContentFile(ContentPath path, long sizeBytes) {
  /** The largest file: 1 TiB. */
  public static final long MAX_SIZE_BYTES = 1L << 40;

  /** Refuses an empty or oversized file. */
  public ContentFile {
    if (sizeBytes < 1 || sizeBytes > MAX_SIZE_BYTES) {
      throw new InvalidContentException(
          Code.GEOMETRY, "A title's files have 1 byte to 1 TiB each; leave out " + path + ".");
    }
  }
}
