package io.cordwood.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.StaticSite;
import io.cordwood.bench.harness.Viewer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A page in a browser with a client in it that others have written. Its script has put the client's
 * report at {@code stock.report()}. Used by the test's thread; each call is a round trip to the
 * browser.
 */
final class StockPage<R> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world;
  private final Viewer viewer;
  private final Class<R> reports;

  private StockPage(World world, Viewer viewer, Class<R> reports) {
    this.world = world;
    this.viewer = viewer;
    this.reports = reports;
  }

  /** Opens a page of the tests' own with its {@code {{words}}} replaced, as a viewer of its own. */
  static <R> StockPage<R> open(
      World world, String name, String page, Map<String, String> words, Class<R> reports) {
    var html = StaticSite.template(page, words);
    var viewer = world.lab().watch(name, world.lab().context(Screen.DESKTOP), html);
    viewer.page().waitForFunction("() => 'stock' in globalThis");
    return new StockPage<>(world, viewer, reports);
  }

  /** What has become of the client so far. */
  R report() {
    return result("stock.report()", reports);
  }

  /** What an expression of the page is, which may be a promise. */
  <T> T result(String expression, Class<T> type) {
    try {
      var script = "async () => JSON.stringify(await (" + expression + "))";
      return JSON.readValue((String) page().evaluate(script), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has the client do something, for instance {@code update()}. */
  void ask(String call) {
    page().evaluate("() => { stock." + call + "; }");
  }

  /** Waits until the report satisfies {@code condition}; the error says how things stood. */
  R await(String what, Duration limit, Predicate<R> condition) {
    Await.until(
        () -> viewer.name() + " " + what + "; " + report() + "; console: " + viewer.console(),
        limit,
        () -> condition.test(report()));
    return report();
  }

  /** Closes the page, as a person does who has seen enough. */
  void leave() {
    world.lab().leave(viewer);
  }

  /** Who sits before it. */
  Viewer viewer() {
    return viewer;
  }

  private Page page() {
    return viewer.page();
  }
}
