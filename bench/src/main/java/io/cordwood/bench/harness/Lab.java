package io.cordwood.bench.harness;

import com.microsoft.playwright.BrowserContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A site and a browser, and the viewers that are there at the moment. Used by one thread. */
public final class Lab implements AutoCloseable {
  private final StaticSite site;
  private final BrowserLab browser;
  private final AtomicInteger pages = new AtomicInteger();
  private final List<Viewer> viewers = new ArrayList<>();

  private Lab(StaticSite site, BrowserLab browser) {
    this.site = site;
    this.browser = browser;
  }

  /** Starts both. */
  public static Lab start(Repository repository) {
    return start(repository, Distance.none());
  }

  /** Starts both, the site at a distance from those who look at it. */
  public static Lab start(Repository repository, Distance distance) {
    var site = StaticSite.start(repository, distance);
    try {
      return new Lab(site, BrowserLab.start(repository));
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /** A viewer of an embedding page, on a laptop. */
  public Viewer watch(String name, Embed embed) {
    return watch(name, context(Screen.DESKTOP), embed.html(name));
  }

  /** A viewer of a page's HTML in a context prepared by the caller. */
  public Viewer watch(String name, BrowserContext context, String html) {
    return open(name, context, address(html));
  }

  /** A viewer who has not asked for the page yet. */
  public Viewer seat(String name, BrowserContext context, String html) {
    return keep(Viewer.seat(context, name, address(html)));
  }

  /** A viewer of any address. */
  public Viewer open(String name, BrowserContext context, String address) {
    return keep(Viewer.open(context, name, address));
  }

  private String address(String html) {
    return site.page("/" + pages.incrementAndGet() + ".html", html);
  }

  private Viewer keep(Viewer viewer) {
    viewers.add(viewer);
    return viewer;
  }

  /** A fresh context. */
  public BrowserContext context(Screen screen) {
    return browser.context(screen);
  }

  /** The viewers that have not left. */
  public List<Viewer> viewers() {
    return List.copyOf(viewers);
  }

  /** Ends one viewer. */
  public void leave(Viewer viewer) {
    viewers.remove(viewer);
    viewer.close();
  }

  /** Ends all viewers. */
  public void leaveAll() {
    viewers().forEach(this::leave);
  }

  /** The embedding site. */
  public StaticSite site() {
    return site;
  }

  /** Processor time of all the browser's processes that run, by process. */
  public Map<Long, Double> cpuSeconds() {
    return browser.cpuSeconds();
  }

  /** What all processes that are there have used since {@link #cpuSeconds} told {@code before}. */
  public double cpuSecondsSince(Map<Long, Double> before) {
    return cpuSeconds().entrySet().stream()
        .mapToDouble(each -> each.getValue() - before.getOrDefault(each.getKey(), 0.0))
        .sum();
  }

  /** The browser's version. */
  public String browserVersion() {
    return browser.version();
  }

  @Override
  public void close() {
    try {
      browser.close();
    } finally {
      site.close();
    }
  }
}
