package io.cordwood.tracker;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Buffers for what leaves, used again and again: they grow old, so that the collector need not copy
 * what waits. As many are kept as were used at once in the last seconds. Safe on every thread.
 */
final class OutBuffers {
  /** A dozen offers of Chromium's; a larger message gets a buffer of its own. */
  static final int CAPACITY = 16 * 1024;

  private final long mostBytes;
  private final AtomicLong takenBytes = new AtomicLong();
  private final Deque<OutBuffer> free = new ConcurrentLinkedDeque<>();
  private final AtomicInteger freeCount = new AtomicInteger();
  private volatile int leastFree;

  /** Is full when that many bytes of buffers are taken; nothing is refused then. */
  OutBuffers(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Whether what waits for all connections together is as much as may be. */
  boolean isFull() {
    return takenBytes.get() >= mostBytes;
  }

  /** An empty one with room for a message; to be given back. */
  OutBuffer take(int messageBytes) {
    var buffer = messageBytes > CAPACITY ? new OutBuffer(messageBytes) : usual();
    takenBytes.addAndGet(buffer.capacity());
    return buffer;
  }

  private OutBuffer usual() {
    var found = free.poll();
    if (found == null) {
      return new OutBuffer(CAPACITY);
    }
    int left = freeCount.decrementAndGet();
    if (left < leastFree) {
      leastFree = left;
    }
    return found;
  }

  /** It is written, or never will be. */
  void giveBack(OutBuffer used) {
    takenBytes.addAndGet(-used.capacity());
    if (used.capacity() == CAPACITY) {
      used.clear();
      free.push(used);
      freeCount.incrementAndGet();
    }
  }

  /** Lets those go that were free all the time since the last call; once a second. */
  void trim() {
    for (int idle = leastFree; idle > 0 && free.pollLast() != null; idle--) {
      freeCount.decrementAndGet();
    }
    leastFree = freeCount.get();
  }
}
