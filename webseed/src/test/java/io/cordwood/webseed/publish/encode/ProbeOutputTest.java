package io.cordwood.webseed.publish.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.webseed.publish.PublishException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeOutputTest {
  private static final String SOUND = "{\"index\":1,\"codec_type\":\"audio\",\"channels\":2}";

  @Test
  void aPlainFilmIsReadAsItIs() throws PublishException {
    var facts = read(video("\"avg_frame_rate\":\"30000/1001\""), SOUND);
    assertThat(facts)
        .isEqualTo(
            new SourceFacts(
                0,
                640,
                360,
                new FrameRate(30_000, 1_001),
                Optional.of(Duration.ofMillis(12_500)),
                Optional.of(1)));
  }

  @Test
  void aTurnedFilmIsUpright() throws PublishException {
    var facts = read(video("\"side_data_list\":[{\"x\":1},{\"rotation\":-90}]"));
    assertThat(facts.width()).isEqualTo(360);
    assertThat(facts.height()).isEqualTo(640);
  }

  @Test
  void pixelsThatAreNotSquareAreStretched() throws PublishException {
    assertThat(read(video("\"sample_aspect_ratio\":\"4:3\"")).width()).isEqualTo(853);
    assertThat(read(video("\"sample_aspect_ratio\":\"1:2\"")).height()).isEqualTo(720);
    assertThat(read(video("\"sample_aspect_ratio\":\"0:1\"")).width()).isEqualTo(640);
    assertThat(read(video("\"sample_aspect_ratio\":\"x\"")).width()).isEqualTo(640);
  }

  @Test
  void oddFrameRatesAreBroughtWithinBounds() throws PublishException {
    assertThat(read(video("\"avg_frame_rate\":\"0/0\"")).framesPerSecond()).hasToString("25/1");
    assertThat(read(video("\"avg_frame_rate\":\"1/1\"")).framesPerSecond()).hasToString("10/1");
    assertThat(read(video("\"avg_frame_rate\":\"240/1\"")).framesPerSecond()).hasToString("60/1");
  }

  @Test
  void aCoverPictureIsNoFilm() {
    assertThatThrownBy(() -> read(video("\"disposition\":{\"attached_pic\":1}"), SOUND))
        .isInstanceOf(PublishException.class)
        .hasMessage("film.mp4 has sound but no moving picture; choose a film.");
  }

  @Test
  void whatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> ProbeOutput.read("film.mp4", "{"))
        .isInstanceOf(PublishException.class);
    assertThatThrownBy(() -> ProbeOutput.read("film.mp4", "{\"streams\":[1]}"))
        .isInstanceOf(PublishException.class);
    assertThatThrownBy(() -> ProbeOutput.read("film.mp4", "{}"))
        .isInstanceOf(PublishException.class);
  }

  private static String video(String more) {
    return "{\"index\":0,\"codec_type\":\"video\",\"width\":640,\"height\":360," + more + "}";
  }

  private static SourceFacts read(String... streams) throws PublishException {
    String json =
        "{\"streams\":["
            + String.join(",", streams)
            + "],\"format\":{\"format_name\":\"mov\",\"duration\":\"12.5\"}}";
    return ProbeOutput.read("film.mp4", json);
  }
}
