package io.cordwood.webseed.live;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.webseed.live.intake.Blob;
import io.cordwood.webseed.live.intake.Intake;
import io.cordwood.webseed.live.intake.IntakeCounters;
import io.cordwood.webseed.live.intake.PublisherPlaylist;
import io.cordwood.webseed.live.intake.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a channel's publisher sends: files that came and are not taken yet, and what encoders send
 * once. Its invariant: a file under way is in the intake's hands or on the disk no more. Used by
 * the channel's lane only; waits for the disk.
 */
final class ChannelInput {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelInput.class);

  private final Path incoming;
  private final SentOnce sentOnce;
  private final IntakeCounters counters;
  private Intake intake;
  private long again;

  private ChannelInput(Path incoming, SentOnce sentOnce, IntakeCounters counters, Intake intake) {
    this.incoming = incoming;
    this.sentOnce = sentOnce;
    this.counters = counters;
    this.intake = intake;
  }

  /** What a folder holds of it, behind what was taken before. */
  static ChannelInput open(ChannelFolder folder, Edge edge, IntakeCounters counters)
      throws IOException {
    Incoming.clear(folder.incoming());
    var once = SentOnce.open(folder.sentOnce());
    var intake = new Intake(edge.past(), counters);
    var input = new ChannelInput(folder.incoming(), once, counters, intake);
    input.feedWhatWasNotUsed(edge);
    return input;
  }

  /**
   * An init segment that came before the end, under the name of the one in force, is to be used.
   */
  private void feedWhatWasNotUsed(Edge edge) {
    var inForce = new HashMap<SentOnce.Name, byte[]>();
    edge.eachInit(
        (entry, bytes) ->
            inForce.put(new SentOnce.Name(entry.record().rendition(), entry.map()), bytes));
    sentOnce.eachInit(
        (name, bytes) -> {
          var before = inForce.remove(name);
          if (before != null && !Arrays.equals(bytes, before)) {
            sendAgain(name, bytes);
          }
        });
    inForce.forEach((name, bytes) -> sentOnce.file(name.rendition(), name.file(), bytes));
  }

  private void sendAgain(SentOnce.Name name, byte[] bytes) {
    try {
      var file = incoming.resolve("again-" + again++);
      var blob = Blobs.write(file, bytes);
      intake.begun(name.rendition().value(), name.file(), 0);
      intake.stored(name.rendition().value(), name.file(), 0, blob);
    } catch (IOException e) {
      LOG.error("{} cannot be written: {}. Check the disk.", incoming, e.toString());
    }
  }

  /** Another webseed came so far: what was under way is left, and what was sent once holds. */
  void follow(Mark from) {
    intake.abandoned().forEach(blob -> Incoming.delete(blob.file()));
    intake =
        Intake.following(
            from.epoch(), from.number(), from.endMs() * 1000, from.discontinuities(), counters);
    sentOnce.eachInit(this::sendAgain);
  }

  boolean admits(RenditionName rendition) {
    return intake.admits(rendition.value());
  }

  void begun(RenditionName rendition, String file, long order) {
    intake.begun(rendition.value(), file, order);
  }

  void gone(RenditionName rendition, long order) {
    intake.gone(rendition.value(), order);
  }

  void stored(RenditionName rendition, String file, long order, Blob blob, byte[] bytes) {
    remember(rendition, file, bytes);
    intake.stored(rendition.value(), file, order, blob);
  }

  void playlist(RenditionName rendition, long order, PublisherPlaylist playlist) {
    intake.playlist(rendition.value(), order, playlist);
  }

  /** A file came, whether it is taken or not: what encoders send once is kept. */
  void remember(RenditionName rendition, String file, byte[] bytes) {
    sentOnce.file(rendition, file, bytes);
  }

  /** The same of the master playlist. */
  void remember(String master) {
    sentOnce.master(master);
  }

  /** The master playlist as it came last. */
  Optional<String> master() {
    return sentOnce.master();
  }

  /** All segments that can be taken now; {@code nowUs} is the channel's time. */
  List<Taken> advance(Instant now, long nowUs) {
    return intake.advance(now, nowUs);
  }

  /** Lets go files that nobody needs any more. */
  void tidy() {
    intake.unused().forEach(blob -> Incoming.delete(blob.file()));
  }
}
