package io.cordwood.signaling.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.signaling.LiveSamples;
import io.cordwood.signaling.Samples;
import io.cordwood.signaling.http.Json;
import io.cordwood.signaling.http.ProblemException;
import org.junit.jupiter.api.Test;

class TitleRulesTest {
  private static final String TITLE = Samples.title("demo", "logs", "one", true);
  private static final String CODECS = "avc1.64001f,mp4a.40.2";

  @Test
  void aRenditionOfSoundAloneHasNeitherASizeNorCodecs() {
    var title =
        title(
            TITLE
                .replace("\"width\":1280", "\"width\":0")
                .replace("\"height\":720", "\"height\":0")
                .replace(CODECS, ""));
    assertThat(TitleRules.checked(title)).isEqualTo(title);
  }

  @Test
  void aSizeBelowNothingIsRefused() {
    assertRefused(TITLE.replace("\"width\":1280", "\"width\":-1"), "renditions.width");
    assertRefused(TITLE.replace("\"height\":720", "\"height\":-1"), "renditions.height");
  }

  @Test
  void codecsAreBoundedAndNotLeftOut() {
    assertRefused(TITLE.replace(CODECS, "x".repeat(257)), "renditions.codecs");
    assertRefused(TITLE.replace("\"codecs\":\"" + CODECS + "\",", ""), "renditions.codecs");
  }

  @Test
  void aChannelHasTheSwarmOfItsNameAndKeyAndNothingOfAFilm() {
    var channel = new LiveSamples("demo/news");
    var live = channel.title("on", "480p", "240p");
    assertThat(TitleRules.checked(title(live))).isEqualTo(title(live));
    assertRefused(live.replace(channel.swarm(), new LiveSamples("demo/news").swarm()), "swarm");
    assertRefused(live.replace("\"slug\":\"news\"", "\"slug\":\"other\""), "swarm");
    assertRefused(live.replace("\"state\":\"on\"", "\"state\":\"off\""), "live.state");
    var recording = "\"state\":\"ended\",\"recording\":\"%s/news-recording\"";
    var ended = live.replace("\"state\":\"on\"", recording.formatted("demo"));
    assertThat(TitleRules.checked(title(ended))).isEqualTo(title(ended));
    assertRefused(ended.replace("demo/news-recording", "other/news-recording"), "live.recording");
    assertRefused(live.replace("P-256", "P-384"), "live.key");
    assertRefused(live.replace("\"targetMs\":2000", "\"targetMs\":0"), "live.targetMs");
    assertRefused(live.replace("\"pieces\":0", "\"pieces\":7"), "pieces");
    assertRefused(live.replace("16384", "65536"), "pieceLength");
  }

  @Test
  void aKeyThatIsNoPointOfTheCurveIsRefused() {
    var live = new LiveSamples("demo/news").title("on", "480p");
    var x = live.replaceFirst("(?s).*\"x\":\"([^\"]*)\".*", "$1").strip();
    assertRefused(live.replace(x, "A".repeat(43)), "live.key");
  }

  private static void assertRefused(String json, String field) {
    var title = title(json);
    assertThatThrownBy(() -> TitleRules.checked(title))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("\"" + field + "\"");
  }

  private static Title title(String json) {
    return Json.read(json, Title.class);
  }
}
