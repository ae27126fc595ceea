package io.cordwood.signaling.signal;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be sent to one viewer. Invariant: at most one message is being written; at most
 * {@code maxMessages} of at most {@code maxBytes} wait; what does not fit is dropped and counted; a
 * close follows what was said before it, and nothing follows a close. Safe on every thread.
 */
final class OutputQueue {
  /** The socket; its stages complete when the bytes have left or it broke. */
  interface Wire {
    /** Writes a text message. */
    CompletionStage<Void> send(String text);

    /** Closes with a code of RFC 6455 §7.4. */
    void close(int code, String reason);
  }

  private record Closing(int code, String reason) {}

  private final int maxMessages;
  private final long maxBytes;
  private final Wire wire;
  private final Runnable onDrop;
  private final Queue<String> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Closing> closing = Optional.empty();
  private long waitingBytes;
  private boolean writing;
  private boolean closed;

  OutputQueue(int maxMessages, long maxBytes, Wire wire, Runnable onDrop) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    this.wire = wire;
    this.onDrop = onDrop;
  }

  /** Sends the message after those before it, or drops it. Messages are ASCII but for details. */
  void send(String text) {
    lock.lock();
    try {
      if (closed || closing.isPresent()) {
        return;
      }
      if (waiting.size() >= maxMessages || waitingBytes + text.length() > maxBytes) {
        onDrop.run();
        return;
      }
      waiting.add(text);
      waitingBytes += text.length();
    } finally {
      lock.unlock();
    }
    writeNext();
  }

  /** Closes after what waits. */
  void close(int code, String reason) {
    lock.lock();
    try {
      if (closing.isEmpty()) {
        closing = Optional.of(new Closing(code, reason));
      }
    } finally {
      lock.unlock();
    }
    writeNext();
  }

  /** The viewer does not read: closes without what waits. */
  void closeNow(int code, String reason) {
    lock.lock();
    try {
      closing = Optional.of(new Closing(code, reason));
      waiting.clear();
      waitingBytes = 0;
      writing = false;
    } finally {
      lock.unlock();
    }
    writeNext();
  }

  private void writeNext() {
    lock.lock();
    try {
      if (writing || closed) {
        return;
      }
      var next = waiting.poll();
      if (next != null) {
        writing = true;
        waitingBytes -= next.length();
        wire.send(next).whenComplete((done, failure) -> written());
      } else if (closing.isPresent()) {
        closed = true;
        wire.close(closing.get().code(), closing.get().reason());
      }
    } finally {
      lock.unlock();
    }
  }

  private void written() {
    lock.lock();
    try {
      writing = false;
    } finally {
      lock.unlock();
    }
    writeNext();
  }
}
