package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.TitleId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;

/**
 * What a webseed says of itself every 5 s (PROTOCOL §4.2).
 *
 * @param url its base, without a slash at the end
 */
public record Heartbeat(
    String url,
    Set<TitleId> titles,
    long egressBitsPerSecond,
    long capacityBitsPerSecond,
    boolean draining) {
  private static final int MAX_TITLES = 10_000;

  /** Refuses with a 400 what cannot be the word of a webseed. */
  public Heartbeat {
    url = base(url);
    require(
        titles != null && titles.size() <= MAX_TITLES && titles.stream().noneMatch(Objects::isNull),
        "titles",
        "must be a list of at most 10000 titles");
    require(egressBitsPerSecond >= 0, "egressBitsPerSecond", "must not be negative");
    require(capacityBitsPerSecond > 0, "capacityBitsPerSecond", "must be above 0");
    titles = Set.copyOf(titles);
  }

  /** Where the webseed serves a title. */
  public String baseOf(TitleId title) {
    return url + "/t/" + title + "/";
  }

  /** The part of its capacity that it sends. */
  double heat() {
    return (double) egressBitsPerSecond / capacityBitsPerSecond;
  }

  private static String base(String text) {
    require(text != null && isWeb(text), "url", "must be like https://seed.example");
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static boolean isWeb(String text) {
    try {
      var uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void require(boolean holds, String field, String sentence) {
    if (!holds) {
      throw new ProblemException(400, "The field \"" + field + "\" " + sentence + ".");
    }
  }
}
