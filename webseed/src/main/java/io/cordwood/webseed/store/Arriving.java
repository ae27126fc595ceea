package io.cordwood.webseed.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The bytes of a file that is coming, as far as they are here and checked. Its invariant: what is
 * below {@link #ready} does not change, and grows until it is whole or broken off. One thread
 * brings, any thread reads.
 */
public final class Arriving {
  private final byte[] bytes;
  private final List<Wait> waits = new ArrayList<>();
  private volatile int ready;
  private BrokenOff broken;

  /** No more of the file comes; some of it may have gone out. */
  public static final class BrokenOff extends Exception {
    private static final long serialVersionUID = 1;

    BrokenOff() {
      super("no more of it comes", null, false, false);
    }
  }

  private record Wait(int beyond, CompletableFuture<Void> done) {}

  /** Of a file of so many bytes nothing is here. */
  public Arriving(int sizeBytes) {
    this.bytes = new byte[sizeBytes];
  }

  /** How many bytes from the beginning are here. */
  public int ready() {
    return ready;
  }

  /** A copy of bytes that are here. */
  public byte[] copy(int first, int count) {
    if (count > ready - first) {
      throw new IllegalArgumentException(first + " and " + count + " more of " + ready);
    }
    return Arrays.copyOfRange(bytes, first, first + count);
  }

  /**
   * Completes when more than so many bytes are here, on the thread that brings them; fails with
   * {@link BrokenOff} when they never will be.
   */
  public synchronized CompletableFuture<Void> beyond(int count) {
    var done = new CompletableFuture<Void>();
    if (count < ready) {
      done.complete(null);
    } else if (broken != null) {
      done.completeExceptionally(broken);
    } else {
      waits.add(new Wait(count, done));
    }
    return done;
  }

  /** The next bytes, checked. */
  public void came(byte[] next) {
    List<Wait> over;
    synchronized (this) {
      System.arraycopy(next, 0, bytes, ready, next.length);
      ready += next.length;
      over = waits.stream().filter(wait -> wait.beyond() < ready).toList();
      waits.removeAll(over);
    }
    over.forEach(wait -> wait.done().complete(null));
  }

  /** The whole file; nobody changes the array. Only when all of it is here. */
  public byte[] whole() {
    if (ready < bytes.length) {
      throw new IllegalStateException(ready + " of " + bytes.length);
    }
    return bytes;
  }

  /** Nothing more comes. Nothing happens when it is whole, or the second time. */
  public void breakOff() {
    List<Wait> over;
    synchronized (this) {
      if (broken != null || ready == bytes.length) {
        return;
      }
      broken = new BrokenOff();
      over = List.copyOf(waits);
      waits.clear();
    }
    over.forEach(wait -> wait.done().completeExceptionally(broken));
  }
}
