package io.cordwood.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.Lab;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Scratch;
import io.cordwood.bench.harness.Stack;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Real viewers in one Chromium who watch the demo film to its end, first with hls.js alone, then
 * with Cordwood, on the same files, webseed and rendition; then starts of both in turn.
 */
public final class Viewers implements Benchmark {
  private static final String SLUG = "logs";

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
  public void run(List<String> options, PrintStream out) {
    var chosen = ViewersOptions.parse(options);
    var repository = Repository.find();
    try (var scratch = Scratch.make("cordwood-bench");
        var stack = Stack.start(repository, scratch.folder());
        var lab = Lab.start(repository)) {
      var film =
          new Film(repository.demo()).opening(scratch.folder().resolve("film"), chosen.segments());
      stack.publish(film, SLUG);
      out.printf("Chromium %s, %s%n", lab.browserVersion(), chosen);
      var figures = measure(chosen, film, stack, lab, out);
      out.print(ViewersTable.of(figures));
      out.println(json(figures));
    }
  }

  private static List<ViewersFigures> measure(
      ViewersOptions options, Film film, Stack stack, Lab lab, PrintStream out) {
    var audiences = new ArrayList<AudienceFigures>();
    for (var system : PlayerSystem.values()) {
      out.printf("%s: %d viewers%n", system.label(), options.viewers());
      audiences.add(new Audience(stack, lab, film, SLUG).watch(system, options));
    }
    out.printf("starts: %d of each, in turn%n", options.starts());
    var starts = new Starts(stack, lab, film, SLUG).measure(options);
    return audiences.stream().map(a -> new ViewersFigures(a, starts.get(a.system()))).toList();
  }

  private static String json(List<ViewersFigures> figures) {
    try {
      var systems = figures.stream().map(ViewersFigures::json).toList();
      return new ObjectMapper().writeValueAsString(Map.of("systems", systems));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
