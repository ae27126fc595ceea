package io.cordwood.webseed.range;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The frame of a multipart/byteranges answer (RFC 9110 §14.6): what stands before each range and
 * after the last. The boundary is made of the entity tag, which the bytes cannot foresee.
 */
public final class Multipart {
  private final String boundary;
  private final Representation representation;
  private final List<ByteRange> ranges;

  /** Frames {@code ranges} of {@code representation}. */
  public Multipart(Representation representation, List<ByteRange> ranges) {
    this.boundary = boundary(representation.tag());
    this.representation = representation;
    this.ranges = ranges;
  }

  private static String boundary(EntityTag tag) {
    String opaque = tag.opaque();
    return "cordwood-" + opaque.substring(0, Math.min(48, opaque.length()));
  }

  /** The Content-Type of the answer. */
  public String contentType() {
    return "multipart/byteranges; boundary=" + boundary;
  }

  /** What stands before a range. */
  public byte[] head(ByteRange range) {
    return ascii(
        "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
            .formatted(
                boundary,
                representation.contentType(),
                range.contentRange(representation.sizeBytes())));
  }

  /** What stands after the last range. */
  public byte[] tail() {
    return ascii("\r\n--" + boundary + "--\r\n");
  }

  /** The Content-Length of the answer. */
  public long bytes() {
    long parts = ranges.stream().mapToLong(range -> head(range).length + range.bytes()).sum();
    return parts + tail().length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
