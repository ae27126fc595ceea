package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.Http;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what a player was given with what was published. */
final class Audit {
  private Audit() {}

  /** Every segment that reached the player has exactly the bytes of the file. */
  static void everyByteShownIsTheFilms(ViewerReport report, Film film) {
    var published =
        Stream.of("480p", "360p", "240p")
            .flatMap(rendition -> film.segments(rendition).stream())
            .collect(Collectors.toMap(Film.Segment::uri, Film.Segment::sha256));
    assertThat(report.segments()).isNotEmpty();
    for (var segment : report.segments()) {
      assertThat(segment.sha256()).as(segment.url()).isEqualTo(published.get(uri(segment.url())));
    }
  }

  /**
   * What reached players of a channel is asked for again where it is still served, and compared: at
   * least four segments.
   */
  static void everyByteShownIsTheChannels(List<Viewer> viewers) {
    var compared = 0;
    for (var viewer : viewers) {
      for (var segment : viewer.report().segments()) {
        var served = Http.bytes(URI.create(segment.url()));
        if (served.statusCode() == 200) {
          assertThat(segment.sha256())
              .as(viewer.name() + " " + segment.url())
              .isEqualTo(Digests.sha256(served.body()));
          compared++;
        }
      }
    }
    assertThat(compared).as("segments compared").isGreaterThanOrEqualTo(4);
  }

  /** The path in the title's folder of a segment's address. */
  static String uri(String url) {
    var file = url.lastIndexOf('/');
    return url.substring(url.lastIndexOf('/', file - 1) + 1);
  }
}
