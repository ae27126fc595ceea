package io.cordwood.bench.harness;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One Chromium, of which every viewer gets a context of its own: no cache, cookie or storage is
 * shared. Used by the thread that made it, as Playwright demands.
 */
public final class BrowserLab implements AutoCloseable {
  /** How long a page is waited for where nobody says. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-background-timer-throttling",
          "--disable-backgrounding-occluded-windows",
          "--disable-renderer-backgrounding",
          "--autoplay-policy=no-user-gesture-required");

  private final Playwright playwright;
  private final Browser browser;

  private BrowserLab(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts Debian's Chromium, or the one that CORDWOOD_CHROMIUM names. */
  public static BrowserLab start(Repository repository) {
    System.setProperty("playwright.cli.dir", repository.driver().toString());
    var environment =
        Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", onPath("node"));
    var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    try {
      var options = new BrowserType.LaunchOptions().setExecutablePath(chromium()).setArgs(FLAGS);
      return new BrowserLab(playwright, playwright.chromium().launch(options));
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  /** A fresh context. */
  public BrowserContext context(Screen screen) {
    var context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(screen.width(), screen.height())
                .setColorScheme(screen.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setHasTouch(screen.touch())
                .setReducedMotion(ReducedMotion.REDUCE));
    context.setDefaultTimeout(PATIENCE.toMillis());
    return context;
  }

  /** Processor time of all the browser's processes that run, by process, as Chromium counts it. */
  public Map<Long, Double> cpuSeconds() {
    var session = browser.newBrowserCDPSession();
    try {
      var seconds = new HashMap<Long, Double>();
      var running = session.send("SystemInfo.getProcessInfo").getAsJsonArray("processInfo");
      for (var each : running) {
        var process = each.getAsJsonObject();
        seconds.put(process.get("id").getAsLong(), process.get("cpuTime").getAsDouble());
      }
      return seconds;
    } finally {
      session.detach();
    }
  }

  /** The browser's version. */
  public String version() {
    return browser.version();
  }

  @Override
  public void close() {
    try {
      browser.close();
    } finally {
      playwright.close();
    }
  }

  private static Path chromium() {
    var named = System.getenv("CORDWOOD_CHROMIUM");
    return Path.of(named == null ? onPath("chromium") : named);
  }

  private static String onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(program + " is not installed"))
        .toString();
  }
}
