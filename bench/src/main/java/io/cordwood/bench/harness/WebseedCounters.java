package io.cordwood.bench.harness;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Body bytes of media segments that a webseed has really sent, per title and rendition. */
public record WebseedCounters(Map<Key, Long> bytes) {
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^cordwood_webseed_media_bytes_total\\{([^}]*)}\\s+(\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** What a counter is kept for: `owner/slug` and a rendition's name. */
  public record Key(String title, String rendition) {}

  /** Reads the metrics of the webseed at {@code base}. */
  public static WebseedCounters read(URI base) {
    var counters = new HashMap<Key, Long>();
    var samples = SAMPLE.matcher(Http.get(base.resolve("/metrics")).body());
    while (samples.find()) {
      var labels = new HashMap<String, String>();
      LABEL.matcher(samples.group(1)).results().forEach(l -> labels.put(l.group(1), l.group(2)));
      var value = Math.round(Double.parseDouble(samples.group(2)));
      counters.merge(new Key(labels.get("title"), labels.get("rendition")), value, Long::sum);
    }
    return new WebseedCounters(Map.copyOf(counters));
  }

  /** Bytes of one rendition of a title. */
  public long of(String title, String rendition) {
    return bytes.getOrDefault(new Key(title, rendition), 0L);
  }

  /** Bytes of all renditions of a title. */
  public long of(String title) {
    return bytes.entrySet().stream()
        .filter(e -> e.getKey().title().equals(title))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
