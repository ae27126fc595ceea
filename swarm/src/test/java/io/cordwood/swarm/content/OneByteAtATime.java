package io.cordwood.swarm.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that never gives more than one byte, as a slow disk or network may. */
final class OneByteAtATime extends FilterInputStream {
  OneByteAtATime(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return super.read(target, offset, Math.min(length, 1));
  }
}
