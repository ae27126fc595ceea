package io.cordwood.webseed.publish.encode;

import io.cordwood.webseed.publish.PublishException;
import io.cordwood.webseed.publish.hls.MadeRendition;
import io.cordwood.webseed.publish.hls.PlaylistWriter;
import io.cordwood.webseed.publish.mp4.FragmentedMp4;
import io.cordwood.webseed.publish.mp4.Mp4Exception;
import io.cordwood.webseed.publish.mp4.SegmentCut;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an HLS package of a film: a folder for each rung with {@code init.mp4}, numbered segments
 * and {@code index.m3u8}, and a master playlist beside them.
 */
public final class Encoder {
  /** The master playlist of what is made. */
  public static final String MASTER = "master.m3u8";

  private static final double WHOLE_ENOUGH = 0.9;
  private static final Duration MAY_MISS = Duration.ofSeconds(2);

  private final Programs programs;
  private final Progress progress;

  /** Runs {@code programs}, tells {@code progress}. */
  public Encoder(Programs programs, Progress progress) {
    this.programs = programs;
    this.progress = progress;
  }

  /** Looks at a file; refuses what is not a film. */
  public SourceFacts probe(Path file) throws PublishException {
    var json = new StringBuilder();
    var arguments =
        List.of("-v", "error", "-of", "json", "-show_streams", "-show_format", file.toString());
    var ending = programs.ffprobe(arguments, line -> json.append(line).append('\n'));
    if (!ending.good()) {
      throw new PublishException(
          file
              + " cannot be read as a film ("
              + ending.complaint()
              + "); choose a file that plays.");
    }
    return ProbeOutput.read(file.toString(), json.toString());
  }

  /** Encodes {@code file} into {@code folder}; {@code scratch} holds what is between. */
  public void encode(Path file, SourceFacts source, Path folder, Path scratch)
      throws PublishException, IOException {
    var rungs = Ladder.of(source);
    var lines = new EncodeProgress(source, progress);
    var ending =
        programs.ffmpeg(new EncodeCommand(file, source, rungs).arguments(scratch), lines::line);
    if (ending.diskFull()) {
      throw new IOException("No space left on device");
    }
    if (!ending.good()) {
      throw new PublishException(
          "ffmpeg cannot encode "
              + file
              + " ("
              + ending.complaint()
              + "); choose a file that plays.");
    }
    cutAll(file, source, rungs, folder, scratch);
  }

  private void cutAll(Path file, SourceFacts source, List<Rung> rungs, Path folder, Path scratch)
      throws PublishException, IOException {
    var made = new ArrayList<MadeRendition>();
    for (int i = 0; i < rungs.size(); i++) {
      progress.at("Cutting", (double) i / rungs.size());
      Path encoded = scratch.resolve(rungs.get(i).name() + ".mp4");
      made.add(cut(encoded, source, rungs.get(i), folder));
      Files.delete(encoded);
    }
    requireWhole(file, source, made.getFirst());
    Files.writeString(folder.resolve(MASTER), PlaylistWriter.master(made));
  }

  private static MadeRendition cut(Path encoded, SourceFacts source, Rung rung, Path folder)
      throws PublishException, IOException {
    try (var in = FileChannel.open(encoded, StandardOpenOption.READ)) {
      var mp4 = FragmentedMp4.read(in);
      Path target = Files.createDirectories(folder.resolve(rung.name()));
      write(in, 0, mp4.initBytes(), target.resolve("init.mp4"));
      var cuts = SegmentCut.of(mp4.fragments());
      var made =
          new MadeRendition(
              rung.name(),
              rung.width(),
              rung.height(),
              source.framesPerSecond().perSecond(),
              mp4.codecs(),
              cuts);
      for (int i = 0; i < cuts.size(); i++) {
        write(in, cuts.get(i).offset(), cuts.get(i).bytes(), target.resolve(made.segmentName(i)));
      }
      Files.writeString(target.resolve("index.m3u8"), PlaylistWriter.media(made));
      return made;
    } catch (Mp4Exception e) {
      throw new PublishException(
          "ffmpeg made no film of it (" + e.getMessage() + "); choose a file that plays.", e);
    }
  }

  private static void write(FileChannel in, long offset, long bytes, Path target)
      throws IOException {
    try (var out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      transfer(in, offset, bytes, out);
    }
  }

  private static void transfer(FileChannel in, long offset, long bytes, WritableByteChannel out)
      throws IOException {
    long done = 0;
    while (done < bytes) {
      done += in.transferTo(offset + done, bytes - done, out);
    }
  }

  private static void requireWhole(Path file, SourceFacts source, MadeRendition made)
      throws PublishException {
    if (source.duration().isEmpty()) {
      return;
    }
    Duration wanted = source.duration().get();
    Duration got = made.duration();
    boolean whole =
        got.toMillis() >= wanted.toMillis() * WHOLE_ENOUGH
            || wanted.minus(got).compareTo(MAY_MISS) < 0;
    if (!whole) {
      throw new PublishException(
          "%s is damaged: only %d of its %d seconds can be read; choose a whole file."
              .formatted(file, got.toSeconds(), wanted.toSeconds()));
    }
  }
}
