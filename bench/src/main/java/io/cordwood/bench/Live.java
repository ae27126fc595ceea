package io.cordwood.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.NpmPeers;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Real viewers in one Chromium who watch a live channel, which ffmpeg pushes to the webseed: with
 * hls.js alone, with p2p-media-loader as it is and tuned for live, and with Cordwood, one audience
 * after the other on the same channel. Counted is from when the last of them has caught up.
 */
public final class Live implements Benchmark {
  private static final Duration FIRST_FRAME = Duration.ofSeconds(60);

  /** After the last first frame all that was published before is there. */
  private static final Duration CATCHING_UP = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "live";
  }

  @Override
  public String summary() {
    return LiveOptions.USAGE;
  }

  @Override
  public void run(List<String> words, PrintStream out) {
    var options = LiveOptions.parse(words);
    var repository = Repository.find();
    NpmPeers.installed(repository);
    out.println(options);
    var figures = new ArrayList<LiveFigures>();
    try (var channel = Channel.open(repository, options.rendition())) {
      out.printf("Chromium %s%n", channel.lab().browserVersion());
      for (var system : options.systems()) {
        figures.add(watch(channel, system, options));
        out.println(figures.getLast());
      }
    }
    out.print(LiveFigures.head());
    figures.forEach(each -> out.print(each.line()));
    out.println(json(figures));
  }

  private static LiveFigures watch(Channel channel, PlayerSystem system, LiveOptions options) {
    var viewers =
        IntStream.rangeClosed(1, options.viewers())
            .mapToObj(number -> system.seat(channel, system.label() + " " + number))
            .toList();
    try {
      arrive(viewers, options.apart());
      return counted(channel, system, viewers, Duration.ofSeconds(options.seconds()));
    } finally {
      viewers.forEach(channel.lab()::leave);
    }
  }

  private static void arrive(List<Viewer> viewers, Duration apart) {
    var start = System.nanoTime();
    for (var i = 0; i < viewers.size(); i++) {
      Await.moment(start + apart.multipliedBy(i).toNanos());
      viewers.get(i).begin();
    }
    Await.until(
        () -> "all have a picture; " + viewers.stream().map(Viewer::describe).toList(),
        FIRST_FRAME,
        () -> viewers.stream().allMatch(Viewer::hasPicture));
    Await.moment(System.nanoTime() + CATCHING_UP.toNanos());
  }

  private static LiveFigures counted(
      Channel channel, PlayerSystem system, List<Viewer> viewers, Duration time) {
    var before = viewers.stream().map(Viewer::report).toList();
    var cpuBefore = channel.lab().cpuSeconds();
    var sentBefore = channel.sentBytes();
    var publishedBefore = channel.onAir().bytes();
    var latencies = new ArrayList<Double>();
    var end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Await.moment(Math.min(end, System.nanoTime() + BETWEEN_LOOKS.toNanos()));
      viewers.stream()
          .map(viewer -> viewer.report().latencyMs())
          .filter(Objects::nonNull)
          .forEach(latencies::add);
    }
    var published = channel.onAir().bytes() - publishedBefore;
    var sent = channel.sentBytes() - sentBefore;
    var cpuSeconds = channel.lab().cpuSecondsSince(cpuBefore);
    List<ViewerReport> after = viewers.stream().map(Viewer::report).toList();
    return LiveFigures.of(system, before, after, (double) sent / published, latencies, cpuSeconds);
  }

  private static String json(List<LiveFigures> figures) {
    try {
      return new ObjectMapper()
          .writeValueAsString(Map.of("systems", figures.stream().map(LiveFigures::json).toList()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
