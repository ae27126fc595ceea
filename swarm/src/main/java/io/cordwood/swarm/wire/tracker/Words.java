package io.cordwood.swarm.wire.tracker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes at once. A method that returns marks sets the top bit of a byte for each
 * byte it speaks of; the first byte is the lowest.
 */
final class Words {
  /** Bytes of a word. */
  static final int BYTES = Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;

  /** Lifts all but 0 over 0x7f. */
  private static final long BELOW_TOP = 0x7f * ONES;

  /** Lifts what is not below a space over 0x7f. */
  private static final long NOT_BELOW_SPACE = (0x80 - ' ') * ONES;

  /** Lifts what is above a space, up to 0x7f, over 0x7f. */
  private static final long ABOVE_SPACE = (0x7f - ' ') * ONES;

  private static final int CRLF = '\\' | 'r' << 8 | '\\' << 16 | 'n' << 24;

  private Words() {}

  static long at(byte[] bytes, int i) {
    return (long) LONGS.get(bytes, i);
  }

  /** True when the four bytes at {@code i} are the escapes of CR and LF. */
  static boolean isEscapedCrLf(byte[] bytes, int i) {
    return (int) INTS.get(bytes, i) == CRLF;
  }

  /**
   * Marks quotes, backslashes, controls and bytes from 0x80. A byte from 0x80 may spoil the marks
   * above its own, so only the lowest mark is sure; no mark at all is sure too.
   */
  static long odd(long word) {
    long noQuote = (word ^ QUOTES) + BELOW_TOP;
    long noBackslash = (word ^ BACKSLASHES) + BELOW_TOP;
    long noControl = word + NOT_BELOW_SPACE;
    return (word | ~(noQuote & noBackslash & noControl)) & TOPS;
  }

  /** Marks every byte that is not printable, the space included: none from 0x21 to 0x7e. */
  static long unprintable(long word) {
    return (word | word + ONES | ~(word + ABOVE_SPACE)) & TOPS;
  }

  /** Marks every byte from 0x7f; no other mark where there are none of them. */
  static long strange(long word) {
    return (word | word + ONES) & TOPS;
  }

  /** Marks every byte up to a space, in a word that has no {@link #strange} byte. */
  static long blank(long word) {
    return ~(word + ABOVE_SPACE) & TOPS;
  }

  /** How many bytes come before the first mark. */
  static int first(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /** How many bytes are marked. */
  static int count(long marks) {
    return Long.bitCount(marks);
  }
}
