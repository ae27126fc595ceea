package io.cordwood.webseed.range;

import java.util.List;

/** What a request for bytes is answered with. */
public sealed interface Plan {
  /** 200: all of it. */
  record Whole() implements Plan {}

  /** 206 with one range. */
  record Part(ByteRange range) implements Plan {}

  /** 206 as multipart/byteranges: two to eight ranges that neither overlap nor touch. */
  record Parts(List<ByteRange> ranges) implements Plan {}

  /** 304. */
  record NotModified() implements Plan {}

  /** 412: an If-Match that names other bytes. */
  record PreconditionFailed() implements Plan {}

  /** 416: no range asked for has a byte in it. */
  record Unsatisfiable() implements Plan {}
}
