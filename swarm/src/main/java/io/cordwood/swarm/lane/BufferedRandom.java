package io.cordwood.swarm.lane;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Secure random numbers, drawn in bulk: a swarm draws dozens for every announce. As unpredictable
 * as its source. Not safe for use by several threads at once.
 */
public final class BufferedRandom implements RandomGenerator {
  private static final int BUFFER_BYTES = 512;

  private final SecureRandom source;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  /** Draws from this source, which several may share. */
  public BufferedRandom(SecureRandom source) {
    this.source = source;
  }

  @Override
  public int nextInt() {
    return filled(Integer.BYTES).getInt();
  }

  @Override
  public long nextLong() {
    return filled(Long.BYTES).getLong();
  }

  private ByteBuffer filled(int bytes) {
    if (buffer.remaining() < bytes) {
      if (buffer.capacity() == 0) {
        buffer = ByteBuffer.allocate(BUFFER_BYTES);
      }
      source.nextBytes(buffer.array());
      buffer.clear();
    }
    return buffer;
  }
}
