package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.ViewerReport;
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

  private static String uri(String url) {
    var file = url.lastIndexOf('/');
    return url.substring(url.lastIndexOf('/', file - 1) + 1);
  }
}
