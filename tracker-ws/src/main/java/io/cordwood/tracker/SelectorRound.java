package io.cordwood.tracker;

import java.lang.System.Logger.Level;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ManagedSelector.SelectorUpdate;

/**
 * What the connections of one selector have to do once it has found who is ready: each ready one is
 * read and its messages are handled, group by group; what a group's messages cause leaves when the
 * group is through, so that all that is meant for one connection leaves in one write.
 *
 * <p>Whoever is in a swarm together speaks to one another: handled one after the other, they and
 * their swarm stay in the processor's cache. For the same reason a crowd is found as a whole before
 * the first of it is handled: a select tells of a thousand at most.
 *
 * <p>Invariant: while anything is queued, an update is submitted to the selector, or runs. {@link
 * #ready} is called on the selector's thread, {@link #flushSoon} on every thread.
 */
final class SelectorRound implements SelectorUpdate {
  private static final System.Logger LOG = System.getLogger(SelectorRound.class.getName());
  private static final int FIRST_CAPACITY = 64;

  /** When a select has found that many new ones, there may be more. */
  static final int MANY = 512;

  /** As many are handled in one round at most; the others are still ready in the next. */
  static final int MOST = 8192;

  private final Consumer<SelectorUpdate> selector;
  private final Queue<Sender> unflushed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean submitted = new AtomicBoolean();
  private final List<Reader> ready = new ArrayList<>();

  /** How many of the ready ones were found by earlier selects of this round. */
  private int known;

  /** For each ready one its group in the upper half and its place in the list in the lower. */
  private long[] order = new long[FIRST_CAPACITY];

  /** Something of a connection that is ready to be read or written. */
  interface Reader {
    /** Handles it; called once. */
    void handle();

    /** Handling failed: it is of no use any more. */
    void failed(Throwable problem);
  }

  /** A connection with something to send. */
  interface Sender {
    void flush();
  }

  /** For the selector that takes updates here. */
  SelectorRound(Consumer<SelectorUpdate> selector) {
    this.selector = selector;
  }

  /** A connection of this group is ready; it is told to handle that once in this round. */
  void ready(int group, Reader reader) {
    if (ready.size() == order.length) {
      order = Arrays.copyOf(order, 2 * order.length);
    }
    order[ready.size()] = (long) group << Integer.SIZE | ready.size();
    ready.add(reader);
    submit();
  }

  /** The connection has something to send. */
  void flushSoon(Sender connection) {
    unflushed.add(connection);
    submit();
  }

  private void submit() {
    if (!submitted.get() && submitted.compareAndSet(false, true)) {
      selector.accept(this);
    }
  }

  /** Called by the selector before it waits again. */
  @Override
  public void update(Selector ignored) {
    int found = ready.size() - known;
    if (found >= MANY && ready.size() < MOST) {
      known = ready.size();
      selector.accept(this);
      return;
    }
    handleReady();
    submitted.set(false);
    flush();
  }

  private void handleReady() {
    Arrays.sort(order, 0, ready.size());
    for (int i = 0; i < ready.size(); i++) {
      if (i > 0 && group(order[i]) != group(order[i - 1])) {
        flush();
      }
      handle(ready.get((int) order[i]));
    }
    ready.clear();
    known = 0;
  }

  private static int group(long entry) {
    return (int) (entry >> Integer.SIZE);
  }

  /** As in the selector's own loop, whatever one connection throws does not stop the others. */
  private static void handle(Reader reader) {
    try {
      reader.handle();
    } catch (Throwable problem) {
      LOG.log(Level.ERROR, "A connection's reader threw; please report it.", problem);
      reader.failed(problem);
    }
  }

  private void flush() {
    for (var next = unflushed.poll(); next != null; next = unflushed.poll()) {
      try {
        next.flush();
      } catch (RuntimeException problem) {
        LOG.log(Level.ERROR, "A connection's sender threw; please report it.", problem);
      }
    }
  }
}
