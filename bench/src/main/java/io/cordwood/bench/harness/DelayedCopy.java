package io.cordwood.bench.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One direction of a relayed connection: bytes leave in order, each {@code delay} after it came and
 * none before {@code delay} after {@code notBefore}. At most {@link #CHUNKS} chunks are on their
 * way; the sender waits when they are. The end of the stream travels like bytes do.
 */
record DelayedCopy(Socket from, Socket to, Duration delay, long notBefore) implements Runnable {
  /** 16 MiB on the way: what a delay of 25 ms holds at five Gbit/s. */
  private static final int CHUNKS = 256;

  private static final int CHUNK_BYTES = 65_536;

  private record Chunk(byte[] bytes, long dueNanos) {
    boolean isEnd() {
      return bytes.length == 0;
    }
  }

  @Override
  public void run() {
    var onTheWay = new ArrayBlockingQueue<Chunk>(CHUNKS);
    var reader = Thread.ofVirtual().start(() -> read(onTheWay));
    try {
      write(onTheWay, to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One side is gone: so is the other.
      close(from);
      close(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reader.interrupt();
    }
  }

  private void read(BlockingQueue<Chunk> onTheWay) {
    var buffer = new byte[CHUNK_BYTES];
    try {
      for (var count = next(buffer); count > 0; count = next(buffer)) {
        onTheWay.put(new Chunk(Arrays.copyOf(buffer, count), due()));
      }
      onTheWay.put(new Chunk(new byte[0], due()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many bytes came; less than one when none will. */
  private int next(byte[] buffer) {
    try {
      return from.getInputStream().read(buffer);
    } catch (IOException e) {
      // A connection that broke ends like one that was closed.
      return -1;
    }
  }

  private static void write(BlockingQueue<Chunk> onTheWay, OutputStream out)
      throws IOException, InterruptedException {
    for (var chunk = onTheWay.take(); ; chunk = onTheWay.take()) {
      Await.moment(chunk.dueNanos());
      if (chunk.isEnd()) {
        return;
      }
      out.write(chunk.bytes());
    }
  }

  private long due() {
    return Math.max(System.nanoTime(), notBefore) + delay.toNanos();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }
}
