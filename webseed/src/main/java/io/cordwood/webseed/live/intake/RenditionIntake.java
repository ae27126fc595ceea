package io.cordwood.webseed.live.intake;

import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.Root;
import io.cordwood.webseed.live.intake.PublisherPlaylist.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One rendition of a channel: which of the files that came is its next segment. Its invariant:
 * numbers and epochs only grow, a segment is taken when it and its init segment are whole and a
 * playlist names it, in the playlist's order. Used by the channel's lane only.
 *
 * <p>A publisher that starts anew is known by what it sends: other bytes under a sequence number
 * that was taken, the same bytes with a playlist that has gone back, decode times that go back, or
 * a leap. Then an epoch begins for all renditions; the others join it with the first file that they
 * began to send after it.
 */
final class RenditionIntake {
  private static final int MAX_GAP = 20;
  private static final int KEPT_ROOTS = 1000;
  private static final int MAX_NUMBER = LiveChannel.MAX_NUMBER;
  private static final int PATIENCE_UNDER_WAY = 3;

  private final String name;
  private final Timeline timeline;
  private final IntakeCounters counters;
  private final Uploads uploads = new Uploads();
  private final TreeMap<Long, Root> roots = new TreeMap<>();
  private final Map<Long, Instant> missedSince = new HashMap<>();
  private Optional<PublisherPlaylist> playlist = Optional.empty();
  private long playlistOrder = -1;
  private int epoch = -1;
  private long base;
  private long lastSequence = -1;
  private int lastNumber;
  private OptionalLong lastDecodeTime = OptionalLong.empty();
  private Optional<String> lastMap = Optional.empty();

  RenditionIntake(String name, Timeline timeline, IntakeCounters counters) {
    this.name = name;
    this.timeline = timeline;
    this.counters = counters;
  }

  Uploads uploads() {
    return uploads;
  }

  int lastNumber() {
    return lastNumber;
  }

  boolean ended() {
    return playlist.filter(PublisherPlaylist::ended).isPresent();
  }

  /** What was taken before a restart; in order of numbers. */
  void restore(Past past) {
    if (past.epoch() != epoch) {
      roots.clear();
    }
    epoch = past.epoch();
    base = past.number() - past.sequence();
    remember(past.sequence(), past.root(), past.number());
    lastMap = past.map();
  }

  /** The newest playlist counts; one that comes late is as if it had not come. */
  void playlist(PublisherPlaylist newest, long order) {
    if (order > playlistOrder) {
      playlist = Optional.of(newest);
      playlistOrder = order;
    }
  }

  /** The next segment, when there is one. */
  Optional<Taken> next(Instant now, long nowUs) {
    if (playlist.isEmpty()) {
      return Optional.empty();
    }
    var entries = playlist.get().entries();
    for (int i = 0; i < entries.size(); i++) {
      long sequence = playlist.get().firstSequence() + i;
      var upload = uploads.latest(entries.get(i).file());
      boolean whole = upload.flatMap(Upload::blob).isPresent();
      if (upload.isPresent() && upload.get().taken() || upload.isEmpty() && isPast(sequence)) {
        continue;
      }
      if (!whole || !initReady(entries.get(i), upload.get())) {
        if (mayPass(i, sequence, upload.isPresent(), now)) {
          pass(entries.get(i), sequence);
          continue;
        }
        return Optional.empty();
      }
      var taken = take(entries.get(i), sequence, upload.get(), nowUs);
      if (taken.isPresent()) {
        return taken;
      }
    }
    return Optional.empty();
  }

  /** Times do not go on at the next that comes, then. */
  private void pass(Entry entry, long sequence) {
    long number = base + sequence;
    if (entry.discontinuity() && epoch == timeline.epoch() && number > lastNumber) {
      timeline.cut((int) Math.min(number, MAX_NUMBER));
    }
  }

  private boolean isPast(long sequence) {
    return epoch >= 0 && sequence <= lastSequence;
  }

  private boolean initReady(Entry entry, Upload segment) {
    if (entry.map().isEmpty() || entry.map().equals(lastMap) && init(entry, segment).isEmpty()) {
      return true;
    }
    return init(entry, segment).flatMap(Upload::blob).isPresent();
  }

  private Optional<Upload> init(Entry entry, Upload segment) {
    return entry.map().flatMap(map -> uploads.latestBefore(map, segment.order()));
  }

  /** A segment that does not come is waited for while nothing follows, then a while. */
  private boolean mayPass(int index, long sequence, boolean underWay, Instant now) {
    var since = missedSince.computeIfAbsent(sequence, _ -> now);
    int targets = underWay ? PATIENCE_UNDER_WAY : 1;
    var patience = Duration.ofMillis((long) targets * playlist.get().targetMs());
    boolean followed =
        playlist.get().entries().stream()
            .skip(index + 1L)
            .flatMap(entry -> uploads.latest(entry.file()).stream())
            .anyMatch(upload -> upload.blob().isPresent() && !upload.taken());
    return followed && Duration.between(since, now).compareTo(patience) >= 0;
  }

  private Optional<Taken> take(Entry entry, long sequence, Upload upload, long nowUs) {
    var blob = upload.blob().orElseThrow();
    boolean known = roots.containsKey(sequence);
    boolean behind = isPast(sequence);
    if (behind && playlistOrder < upload.order()) {
      return Optional.empty(); // a later playlist says whether it is sent again or anew
    }
    boolean same = known && roots.get(sequence).equals(blob.hashed().hashes().root());
    if (same && playlistEnd() >= lastSequence) {
      return refuse(upload, IntakeCounters.Kind.DUPLICATE);
    }
    boolean restarted = behind ? known || sequence < roots.firstKey() : wentBack(blob);
    if (behind && !restarted) {
      return refuse(upload, IntakeCounters.Kind.LATE);
    }
    boolean leapt = epoch >= 0 && sequence > lastSequence + MAX_GAP;
    chooseEpoch(restarted || leapt, sequence, upload.order());
    long number = base + sequence;
    if (number <= lastNumber || isOfAnotherEpoch(number)) {
      return refuse(upload, IntakeCounters.Kind.LATE);
    }
    if (number > MAX_NUMBER) {
      return refuse(upload, IntakeCounters.Kind.OUT_OF_NUMBERS);
    }
    return Optional.of(place(entry, sequence, (int) number, upload, nowUs));
  }

  /** Epochs share no numbers, whichever rendition begins one. */
  private boolean isOfAnotherEpoch(long number) {
    boolean ofNewest = number >= timeline.firstOfEpoch();
    return epoch < timeline.epoch() ? ofNewest : !ofNewest;
  }

  private long playlistEnd() {
    var newest = playlist.orElseThrow();
    return newest.firstSequence() + newest.entries().size() - 1;
  }

  private boolean wentBack(Blob blob) {
    return lastDecodeTime.isPresent()
        && blob.decodeTime().isPresent()
        && blob.decodeTime().getAsLong() < lastDecodeTime.getAsLong();
  }

  private void chooseEpoch(boolean different, long sequence, long order) {
    boolean begins =
        timeline.isDue() || timeline.epoch() < 0 || different && epoch == timeline.epoch();
    boolean joins =
        epoch < timeline.epoch() && (epoch < 0 || different || order > timeline.beganAtOrder());
    if (begins) {
      timeline.begin(sequence, order);
    }
    if (!begins && !joins) {
      return;
    }
    epoch = timeline.epoch();
    base = timeline.base();
    roots.clear();
    missedSince.clear();
    lastSequence = -1;
    lastDecodeTime = OptionalLong.empty();
  }

  private Taken place(Entry entry, long sequence, int number, Upload upload, long nowUs) {
    var blob = upload.blob().orElseThrow();
    if (entry.discontinuity()) {
      timeline.cut(number);
    }
    var init = chooseInit(entry, upload);
    long targetUs = playlist.get().targetMs() * 1000L;
    long atUs = timeline.place(epoch, number, entry.durationUs(), nowUs, targetUs);
    upload.take();
    lastDecodeTime = blob.decodeTime();
    remember(sequence, blob.hashed().hashes().root(), number);
    return new Taken(
        name,
        epoch,
        number,
        sequence,
        entry.file(),
        atUs,
        entry.durationUs(),
        timeline.cutsUpTo(number),
        blob,
        init,
        entry.map().orElse(""));
  }

  private Taken.Init chooseInit(Entry entry, Upload segment) {
    if (entry.map().isEmpty()) {
      return new Taken.Init.None();
    }
    lastMap = entry.map();
    var upload = init(entry, segment);
    if (upload.isEmpty() || uploads.init().filter(upload.get()::equals).isPresent()) {
      return new Taken.Init.Same();
    }
    uploads.useInit(upload.get());
    return new Taken.Init.Another(entry.map().get(), upload.get().blob().orElseThrow());
  }

  private void remember(long sequence, Root root, int number) {
    lastSequence = sequence;
    lastNumber = number;
    roots.put(sequence, root);
    if (roots.size() > KEPT_ROOTS) {
      roots.pollFirstEntry();
    }
    missedSince.keySet().removeIf(one -> one <= sequence);
  }

  private Optional<Taken> refuse(Upload upload, IntakeCounters.Kind kind) {
    uploads.refuse(upload);
    counters.count(kind);
    return Optional.empty();
  }
}
