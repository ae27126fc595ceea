package io.cordwood.webseed.range;

import java.util.Optional;

/** One element of a Range field, as asked for, before the size is known (RFC 9110 §14.1.2). */
sealed interface RangeSpec {
  /** From {@code first} to {@code last}, which may lie beyond the end. */
  record Between(long first, long last) implements RangeSpec {}

  /** From {@code first} to the end. */
  record From(long first) implements RangeSpec {}

  /** The last {@code bytes}. */
  record Suffix(long bytes) implements RangeSpec {}

  /** The bytes of a representation of {@code sizeBytes}; empty when there are none of them. */
  default Optional<ByteRange> within(long sizeBytes) {
    return switch (this) {
      case Between(long first, long last) when first < sizeBytes ->
          Optional.of(new ByteRange(first, Math.min(last, sizeBytes - 1)));
      case From(long first) when first < sizeBytes ->
          Optional.of(new ByteRange(first, sizeBytes - 1));
      case Suffix(long bytes) when bytes > 0 && sizeBytes > 0 ->
          Optional.of(new ByteRange(Math.max(0, sizeBytes - bytes), sizeBytes - 1));
      case Between _, From _, Suffix _ -> Optional.empty();
    };
  }
}
