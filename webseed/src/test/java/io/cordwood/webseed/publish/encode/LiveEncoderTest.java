package io.cordwood.webseed.publish.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveEncoderTest {
  private static final String TO = "http://seed/ingest/news/key";

  @Test
  void whatEndsPlaysAtItsOwnPaceAndAgainIfAsked() {
    var film = new LiveEncoder.Source(720, true, true);
    assertThat(inputOf("http://site/film.mp4", film, false))
        .isEqualTo("-re -i http://site/film.mp4");
    assertThat(inputOf("film.mp4", film, true)).isEqualTo("-re -stream_loop -1 -i film.mp4");
  }

  @Test
  void whatIsLiveItselfComesWhenItComes() {
    var camera = new LiveEncoder.Source(1080, true, false);
    assertThat(inputOf("rtmp://camera/1", camera, true)).isEqualTo("-i rtmp://camera/1");
  }

  @Test
  void renditionsAreNoTallerThanTheSource() {
    var small = new LiveEncoder.Source(361, true, true);
    assertThat(LiveEncoder.heights(List.of(720, 480, 240, 240), small)).containsExactly(240);
    assertThat(LiveEncoder.heights(List.of(720, 480), small)).containsExactly(360);
  }

  @Test
  void everyRenditionHasThePictureAndTheSoundIfThereIsAny() {
    var both = arguments("film.mp4", new LiveEncoder.Source(480, true, true));
    assertThat(both).contains("v:0,a:0,name:480p v:1,a:1,name:240p");
    assertThat(both).endsWith(TO + "/%v/index.m3u8");
    var silent = arguments("film.mp4", new LiveEncoder.Source(480, false, true));
    assertThat(silent).contains("v:0,name:480p v:1,name:240p").doesNotContain("-c:a");
  }

  private static String inputOf(String input, LiveEncoder.Source source, boolean loop) {
    var arguments = arguments(Optional.of(input), source, loop);
    return arguments.replaceFirst(
        "^-hide_banner -nostdin -loglevel warning (.*) -filter_complex .*", "$1");
  }

  private static String arguments(String input, LiveEncoder.Source source) {
    return arguments(Optional.of(input), source, false);
  }

  private static String arguments(Optional<String> input, LiveEncoder.Source source, boolean loop) {
    return String.join(" ", LiveEncoder.arguments(input, loop, source, List.of(480, 240), TO));
  }
}
