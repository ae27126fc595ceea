package io.cordwood.webseed.range;

/**
 * Bytes {@code first} to {@code last} of a representation, both included (RFC 9110 §14.1.2).
 *
 * @param first offset of the first byte, from 0
 * @param last offset of the last byte, at least {@code first}
 */
public record ByteRange(long first, long last) {
  /** Refuses a range that holds no byte. */
  public ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("no bytes lie between " + first + " and " + last);
    }
  }

  /** How many bytes the range holds, at least 1. */
  public long bytes() {
    return last - first + 1;
  }

  /** The Content-Range field of this range of {@code sizeBytes} (RFC 9110 §14.4). */
  public String contentRange(long sizeBytes) {
    return "bytes " + first + "-" + last + "/" + sizeBytes;
  }

  boolean touches(ByteRange other) {
    return first <= other.last + 1 && other.first <= last + 1;
  }

  ByteRange join(ByteRange other) {
    return new ByteRange(Math.min(first, other.first), Math.max(last, other.last));
  }
}
