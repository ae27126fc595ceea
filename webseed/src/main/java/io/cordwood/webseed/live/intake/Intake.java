package io.cordwood.webseed.live.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ingest of one channel: told of what the publisher sends, it says what its renditions' next
 * segments are. Its invariant: a segment is handed out once, after all that a player needs for it,
 * and the same number is the same time in all renditions. Used by the channel's lane only.
 */
public final class Intake {
  /** The most renditions of a channel (PROTOCOL §2.5). */
  public static final int MAX_RENDITIONS = 16;

  private final Timeline timeline = new Timeline();
  private final IntakeCounters counters;
  private final Map<String, RenditionIntake> renditions = new LinkedHashMap<>();

  /** A channel that goes on from {@code past}, in any order. */
  public Intake(List<Past> past, IntakeCounters counters) {
    this.counters = counters;
    past.stream()
        .sorted(Comparator.comparingInt(Past::number))
        .forEach(
            one -> {
              timeline.restore(
                  one.epoch(),
                  one.number(),
                  one.sequence(),
                  one.atUs(),
                  one.durationUs(),
                  one.discontinuities());
              of(one.rendition()).restore(one);
            });
  }

  /**
   * A channel that goes on, in a new epoch, from where another webseed came.
   *
   * @param endUs where that one's newest segment ends, microseconds from the channel's beginning
   * @param discontinuities how many there have been
   */
  public static Intake following(
      int epoch, int number, long endUs, int discontinuities, IntakeCounters counters) {
    var intake = new Intake(List.of(), counters);
    intake.timeline.follow(epoch, number, endUs, discontinuities);
    return intake;
  }

  /** A file begins to come. {@code order} grows from request to request. */
  public void begun(String rendition, String file, long order) {
    of(rendition).uploads().begun(file, order);
  }

  /** It came whole. */
  public void stored(String rendition, String file, long order, Blob blob) {
    of(rendition).uploads().stored(file, order, blob);
  }

  /** It ended early, or was refused. */
  public void gone(String rendition, long order) {
    of(rendition).uploads().gone(order);
  }

  /** A playlist came whole. */
  public void playlist(String rendition, long order, PublisherPlaylist playlist) {
    of(rendition).playlist(playlist, order);
  }

  /**
   * All segments that can be taken now.
   *
   * @param now for patience with what is missing
   * @param nowUs microseconds from the channel's beginning
   */
  public List<Taken> advance(Instant now, long nowUs) {
    var taken = new ArrayList<Taken>();
    for (var rendition : renditions.values()) {
      for (var next = rendition.next(now, nowUs);
          next.isPresent();
          next = rendition.next(now, nowUs)) {
        taken.add(next.get());
      }
    }
    return taken;
  }

  /** Whether there is room for a rendition of this name. */
  public boolean admits(String rendition) {
    return renditions.containsKey(rendition) || renditions.size() < MAX_RENDITIONS;
  }

  /** Whether the publisher has said in every rendition that nothing follows. */
  public boolean publisherEnded() {
    return !renditions.isEmpty() && renditions.values().stream().allMatch(RenditionIntake::ended);
  }

  /** Files that nobody needs any more; each is handed out once. */
  public List<Blob> unused() {
    return renditions.values().stream().flatMap(one -> one.uploads().unused().stream()).toList();
  }

  /** All files that have not been taken, when the publisher's input is no longer ours. */
  public List<Blob> abandoned() {
    return renditions.values().stream().flatMap(one -> one.uploads().abandoned().stream()).toList();
  }

  private RenditionIntake of(String rendition) {
    return renditions.computeIfAbsent(
        rendition, name -> new RenditionIntake(name, timeline, counters));
  }
}
