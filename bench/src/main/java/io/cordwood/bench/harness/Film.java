package io.cordwood.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** An HLS folder as `demo/make.sh` packages it: a master playlist and one folder a rendition. */
public record Film(Path folder) {
  private static final String EXTINF = "#EXTINF:";

  /** A media segment's file. */
  public record Segment(String uri, long sizeBytes, double durationSeconds, String sha256) {}

  /** The segments of a rendition in playing order. */
  public List<Segment> segments(String rendition) {
    var lines = read(folder.resolve(rendition).resolve("index.m3u8"));
    return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
        .filter(i -> lines.get(i).startsWith(EXTINF))
        .map(i -> segment(rendition, lines.get(i), lines.get(i + 1)))
        .toList();
  }

  /** The renditions' folders. */
  public List<String> renditions() {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file.resolve("index.m3u8")))
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of a rendition's media segments: what a viewer receives who watches it once. */
  public long bytes(String rendition) {
    return segments(rendition).stream().mapToLong(Segment::sizeBytes).sum();
  }

  /** How long the film is. */
  public double seconds(String rendition) {
    return segments(rendition).stream().mapToDouble(Segment::durationSeconds).sum();
  }

  /** A film of the first segments of this one, as a folder of its own. */
  public Film opening(Path target, int segments) {
    try (var files = Files.list(folder)) {
      Files.createDirectories(target);
      for (var file : files.toList()) {
        if (Files.isDirectory(file)) {
          copyOpening(file, target.resolve(file.getFileName()), segments);
        } else {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
      return new Film(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyOpening(Path from, Path to, int segments) throws IOException {
    Files.createDirectories(to);
    Files.copy(from.resolve("init.mp4"), to.resolve("init.mp4"));
    var playlist = new StringBuilder();
    var taken = 0;
    for (var line : read(from.resolve("index.m3u8"))) {
      var media = !line.isBlank() && !line.startsWith("#");
      if (taken == segments) {
        break;
      }
      if (media) {
        Files.copy(from.resolve(line), to.resolve(line));
        taken++;
      }
      playlist.append(line).append('\n');
    }
    Files.writeString(to.resolve("index.m3u8"), playlist.append("#EXT-X-ENDLIST\n"));
  }

  private Segment segment(String rendition, String extinf, String uri) {
    var seconds = Double.parseDouble(extinf.substring(EXTINF.length(), extinf.indexOf(',')));
    try {
      var bytes = Files.readAllBytes(folder.resolve(rendition).resolve(uri));
      return new Segment(rendition + "/" + uri, bytes.length, seconds, sha256(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
