package io.cordwood.bench.harness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of a site with a player in it, as the HTML that the site's owner writes. */
public final class Embed {
  /** The {@code highDemandTimeWindow} of p2p-media-loader 2.3 when nothing is said, in seconds. */
  private static final int MEDIA_LOADERS_WINDOW = 15;

  private final String client;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private boolean digests = true;

  private Embed(String client) {
    this.client = client;
  }

  /** A player of {@code demo/slug}, told of the stack's node. */
  public static Embed of(Stack stack, String slug) {
    return new Embed(withoutSlash(stack.webseedUrl().toString()))
        .with("src", stack.playlist(slug))
        .with("server", withoutSlash(stack.nodeUrl().toString()));
  }

  /** Sets an attribute of the element. */
  public Embed with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** One quality only. */
  public Embed pinned(String rendition) {
    return with("level", rendition);
  }

  /** How far ahead pieces are wanted from peers. */
  public Embed horizonSeconds(int seconds) {
    return with("horizon", Integer.toString(seconds));
  }

  /** Nobody looks at what each segment was: the page need not take its digest. */
  public Embed withoutDigests() {
    digests = false;
    return this;
  }

  /** The page. */
  public String html(String name) {
    var written =
        attributes.entrySet().stream()
            .map(a -> a.getKey() + "=\"" + a.getValue().replace("\"", "&quot;") + "\"")
            .collect(Collectors.joining(" "));
    var words =
        Map.of(
            "name", name,
            "client", client,
            "attributes", written,
            "digests", Boolean.toString(digests));
    return StaticSite.template("cordwood.html", words);
  }

  /** The same film on a page that knows only hls.js. */
  public static String plain(Stack stack, String slug, String rendition, String name) {
    return StaticSite.template(
        "plain.html", Map.of("name", name, "src", stack.playlist(slug), "level", rendition));
  }

  /** The same film on a page with p2p-media-loader, whose viewers meet at {@code tracker}. */
  public static String mediaLoader(
      Stack stack, String slug, String rendition, PublicTracker tracker, String name) {
    return mediaLoader(stack, slug, rendition, tracker, MEDIA_LOADERS_WINDOW, name);
  }

  /**
   * The same, with the setting that decides on live channels: within how many seconds of the
   * playhead it uses HTTP.
   */
  public static String mediaLoader(
      Stack stack,
      String slug,
      String rendition,
      PublicTracker tracker,
      int highDemandSeconds,
      String name) {
    var words =
        Map.of(
            "name",
            name,
            "src",
            stack.playlist(slug),
            "level",
            rendition,
            "tracker",
            tracker.url().toString(),
            "highDemandSeconds",
            Integer.toString(highDemandSeconds));
    return StaticSite.template("media-loader.html", words);
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
