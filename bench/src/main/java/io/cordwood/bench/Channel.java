package io.cordwood.bench;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Lab;
import io.cordwood.bench.harness.PublicTracker;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Scratch;
import io.cordwood.bench.harness.ServerProcess;
import io.cordwood.bench.harness.Stack;
import java.net.URI;
import java.time.Duration;

/**
 * A live channel that a real broadcaster pushes to a real webseed, and where viewers of all systems
 * watch it. Used by one thread.
 */
final class Channel implements Stage, AutoCloseable {
  private static final String SLUG = "channel";
  private static final Duration STARTING = Duration.ofMinutes(2);

  /** What a playlist names, so that a player can begin anywhere in it. */
  private static final int WINDOW_SEGMENTS = 10;

  private final String rendition;
  private final Scratch scratch = Scratch.make("cordwood-channel");
  private Stack stack;
  private PublicTracker tracker;
  private Lab lab;
  private ServerProcess broadcaster;
  private OnAir onAir;

  private Channel(String rendition) {
    this.rendition = rendition;
  }

  /** Returns when playlists are as long as they get. */
  static Channel open(Repository repository, String rendition) {
    var channel = new Channel(rendition);
    try {
      channel.start(repository);
      return channel;
    } catch (RuntimeException | AssertionError e) {
      channel.close();
      throw e;
    }
  }

  private void start(Repository repository) {
    stack = Stack.start(repository, scratch.folder());
    tracker = PublicTracker.start(repository, scratch.folder());
    var window = Integer.toString(WINDOW_SEGMENTS);
    broadcaster = Broadcast.to(stack.pushAddress(SLUG, "--window", window), scratch.folder());
    lab = Lab.start(repository);
    onAir = OnAir.read(URI.create(stack.playlist(SLUG)).resolve(rendition + "/index.m3u8"));
    Await.until(
        () -> "a whole window is on the air; " + broadcaster.logEnd(),
        STARTING,
        () -> onAir.segments() >= WINDOW_SEGMENTS);
  }

  /** What was published of the quality that all watch. */
  OnAir onAir() {
    return onAir;
  }

  /** Media bytes of that quality that the webseed has sent. */
  long sentBytes() {
    return stack.counters().of("demo/" + SLUG, rendition);
  }

  @Override
  public Stack stack() {
    return stack;
  }

  @Override
  public String slug() {
    return SLUG;
  }

  @Override
  public String rendition() {
    return rendition;
  }

  @Override
  public PublicTracker tracker() {
    return tracker;
  }

  @Override
  public Lab lab() {
    return lab;
  }

  @Override
  public void close() {
    closeIfThere(onAir);
    closeIfThere(broadcaster);
    closeIfThere(lab);
    closeIfThere(tracker);
    closeIfThere(stack);
    scratch.close();
  }

  private static void closeIfThere(AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
