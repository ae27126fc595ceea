package io.cordwood.bench.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitUntilState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One person in front of one page. Everything the page prints or throws is kept. Used by the
 * browser lab's thread; each call is a round trip to the browser.
 */
public final class Viewer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LINES = 200;

  private final String name;
  private final BrowserContext context;
  private final Page page;
  private final String address;
  private final List<String> console = new ArrayList<>();

  private Viewer(String name, BrowserContext context, String address) {
    this.name = name;
    this.context = context;
    this.address = address;
    this.page = context.newPage();
    page.onConsoleMessage(m -> keep(m.type() + ": " + m.text()));
    page.onPageError(error -> keep("thrown: " + error));
  }

  /** Opens {@code address} in a context made for this viewer alone, which ends with it. */
  public static Viewer open(BrowserContext context, String name, String address) {
    var viewer = seat(context, name, address);
    viewer.page.navigate(address);
    return viewer;
  }

  /** The same of somebody who has an empty page before them and has not asked for this one yet. */
  public static Viewer seat(BrowserContext context, String name, String address) {
    return new Viewer(name, context, address);
  }

  /** Asks for the page and returns when its first bytes are there, long before a picture is. */
  public void begin() {
    page.navigate(address, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
  }

  /** What the watcher has seen so far. */
  public ViewerReport report() {
    try {
      var json = (String) page.evaluate("() => JSON.stringify(viewer.report())");
      return JSON.readValue(json, ViewerReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the engine has counted so far. */
  public EngineStats stats() {
    return report().stats();
  }

  /** Whether there was a picture; a page that is still empty has none. */
  public boolean hasPicture() {
    return (boolean)
        page.evaluate("() => (globalThis.viewer?.report().firstFrameMs ?? null) !== null");
  }

  /** Whether the film has played to its end: asks the page for less than a report. */
  public boolean ended() {
    return (boolean) page.evaluate("() => globalThis.viewer?.video.ended === true");
  }

  /** Waits until the report satisfies {@code condition}; the error says how things stood. */
  public ViewerReport await(String what, Duration limit, Predicate<ViewerReport> condition) {
    Await.until(() -> name + " " + what + "; " + describe(), limit, () -> condition.test(report()));
    return report();
  }

  /** Waits for the first picture. */
  public ViewerReport awaitFirstFrame(Duration limit) {
    return await("sees a picture", limit, r -> r.firstFrameMs() != null);
  }

  /** Waits until the film has played to its end. */
  public ViewerReport awaitEnd(Duration limit) {
    return await("reaches the end", limit, ViewerReport::ended);
  }

  /** Sets the playhead. */
  public void seek(double seconds) {
    page.evaluate("s => { viewer.video.currentTime = s; }", seconds);
  }

  /** Pauses the film. */
  public void pause() {
    page.evaluate("() => viewer.video.pause()");
  }

  /** Plays on. */
  public void play() {
    page.evaluate("() => viewer.video.play()");
  }

  /** Plays so many times as fast. */
  public void speed(double times) {
    page.evaluate("times => { viewer.video.playbackRate = times; }", times);
  }

  /** Pins a quality by its folder's name. */
  public void pin(String rendition) {
    page.evaluate("r => viewer.element.attached.setLevel(r)", rendition);
  }

  /** Ends the player as a page does, and returns when it says that it is done. */
  public void destroyPlayer() {
    page.evaluate("() => viewer.element.destroy()");
  }

  /** The page itself, for what has no method here. */
  public Page page() {
    return page;
  }

  /** The name given at the beginning. */
  public String name() {
    return name;
  }

  /** Takes a picture of what this viewer sees. */
  public void screenshot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  /** Takes a picture of the whole page, what lies below the screen's edge included. */
  public void wholePage(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  /** What the page printed and threw. */
  public List<String> console() {
    return List.copyOf(console);
  }

  /** How things stand, for people. */
  public String describe() {
    try {
      var r = report();
      return "%s at %.1f of %.1f s, buffered to %.1f, stalls %d, failures %s, %s%nconsole: %s"
          .formatted(
              name,
              r.currentSeconds(),
              r.durationSeconds(),
              r.bufferedUntilSeconds(),
              r.stalls(),
              r.failures(),
              r.stats(),
              console);
    } catch (PlaywrightException e) {
      return name + " at " + page.url() + " has no watcher; console: " + console;
    }
  }

  @Override
  public void close() {
    context.close();
  }

  private void keep(String line) {
    if (console.size() < LINES) {
      console.add(line);
    }
  }
}
