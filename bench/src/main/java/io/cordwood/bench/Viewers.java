package io.cordwood.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.NpmPeers;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Scratch;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Real viewers in one Chromium who watch a film to its end, first with hls.js alone, then with
 * p2p-media-loader, then with Cordwood, on the same files, webseed and rendition; then starts of
 * all in turn, near the servers and far from them.
 */
public final class Viewers implements Benchmark {
  @Override
  public String name() {
    return "viewers";
  }

  @Override
  public String summary() {
    return ViewersOptions.USAGE;
  }

  /** As {@code Main viewers}. */
  public static void main(String[] args) {
    new Viewers().run(List.of(args), System.out);
  }

  @Override
  public void run(List<String> words, PrintStream out) {
    var options = ViewersOptions.parse(words);
    var repository = Repository.find();
    NpmPeers.installed(repository);
    try (var scratch = Scratch.make("cordwood-bench")) {
      out.println(options);
      var film =
          new Cutting(repository, scratch.folder()).film(options.seconds(), options.packaging());
      var bound = Bound.of(film, options.rendition(), options.viewers());
      var figures = measure(options, film, repository, out);
      out.print(ViewersTable.of(figures));
      out.printf(
          Locale.ROOT,
          "bound: %.2f copies (%.2f by seconds)%n",
          bound.byBytes(),
          bound.bySeconds());
      out.println(json(bound, figures));
    }
  }

  private static List<ViewersFigures> measure(
      ViewersOptions options, Film film, Repository repository, PrintStream out) {
    Map<PlayerSystem, List<AudienceFigures>> audiences = new EnumMap<>(PlayerSystem.class);
    Map<PlayerSystem, Spread> near;
    try (var venue = Venue.open(repository, film, options.rendition(), Duration.ZERO)) {
      out.printf("Chromium %s%n", venue.lab().browserVersion());
      for (var round = 0; round < options.rounds(); round++) {
        for (var system : options.systems()) {
          var audience = new Audience(venue).watch(system, options);
          out.println(audience);
          audiences.computeIfAbsent(system, s -> new ArrayList<>()).add(audience);
        }
      }
      out.printf("starts: %d of each, in turn%n", options.starts());
      near = new Starts(venue).measure(options.starts());
    }
    var far = far(options, film, repository, out);
    var plain = audiences.getOrDefault(PlayerSystem.PLAIN, List.of());
    var none = Spread.of(List.of());
    return audiences.entrySet().stream()
        .map(
            each ->
                ViewersFigures.of(
                    each.getValue(),
                    plain,
                    near.getOrDefault(each.getKey(), none),
                    far.getOrDefault(each.getKey(), none)))
        .toList();
  }

  private static Map<PlayerSystem, Spread> far(
      ViewersOptions options, Film film, Repository repository, PrintStream out) {
    if (options.starts() == 0 || options.roundTripMs() == 0) {
      return Map.of();
    }
    out.printf("starts: %d of each, %d ms away%n", options.starts(), options.roundTripMs());
    var roundTrip = Duration.ofMillis(options.roundTripMs());
    try (var venue = Venue.open(repository, film, options.rendition(), roundTrip)) {
      return new Starts(venue).measure(options.starts());
    }
  }

  private static String json(Bound bound, List<ViewersFigures> figures) {
    var json = new LinkedHashMap<String, Object>();
    json.put("bound", bound.byBytes());
    json.put("boundBySeconds", bound.bySeconds());
    json.put("systems", figures.stream().map(ViewersFigures::json).toList());
    try {
      return new ObjectMapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
