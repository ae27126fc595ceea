package io.cordwood.tracker;

import java.lang.System.Logger.Level;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.ManagedSelector;

/**
 * What the connections of one selector have to do once it has found who is ready: first each ready
 * one is read and its messages are handled, group by group; what a group's messages cause leaves
 * when the group is through, so that all that is meant for one connection leaves in one write.
 *
 * <p>Whoever is in a swarm together speaks to one another: handled one after the other, they and
 * their swarm stay in the processor's cache.
 *
 * <p>Invariant: while anything is queued, an update is submitted to the selector, or runs. {@link
 * #ready} is called on the selector's thread, {@link #flushSoon} on every thread.
 */
final class SelectorRound implements ManagedSelector.SelectorUpdate {
  private static final System.Logger LOG = System.getLogger(SelectorRound.class.getName());
  private static final int FIRST_CAPACITY = 64;
  private static final int MANY = 512;
  private static final int MOST = 8192;

  private final ManagedSelector selector;
  private final Queue<SocketConnection> unflushed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean submitted = new AtomicBoolean();
  private final List<DoorEndPoint> ready = new ArrayList<>();

  private int known;

  /** For each ready one its group in the upper half and its place in the list in the lower. */
  private long[] order = new long[FIRST_CAPACITY];

  SelectorRound(ManagedSelector selector) {
    this.selector = selector;
  }

  /** There is something to read or to write for a connection of this group. */
  void ready(int group, DoorEndPoint endPoint) {
    if (ready.size() == order.length) {
      order = Arrays.copyOf(order, 2 * order.length);
    }
    order[ready.size()] = (long) group << Integer.SIZE | ready.size();
    ready.add(endPoint);
    submit();
  }

  /** The connection has something to send. */
  void flushSoon(SocketConnection connection) {
    unflushed.add(connection);
    submit();
  }

  private void submit() {
    if (!submitted.get() && submitted.compareAndSet(false, true)) {
      selector.submit(this);
    }
  }

  /** Called by the selector before it waits again. */
  @Override
  public void update(Selector ignored) {
    int found = ready.size() - known;
    if (found >= MANY && ready.size() < MOST) {
      known = ready.size();
      selector.submit(this);
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
      run(ready.get((int) order[i]));
    }
    ready.clear();
    known = 0;
  }

  private static int group(long entry) {
    return (int) (entry >> Integer.SIZE);
  }

  private static void run(DoorEndPoint endPoint) {
    try {
      endPoint.handle();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A connection's reader threw; please report it.", e);
    }
  }

  private void flush() {
    for (var next = unflushed.poll(); next != null; next = unflushed.poll()) {
      next.flush();
    }
  }
}
