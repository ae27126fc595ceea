package io.cordwood.webseed.publish.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistTest {
  @Test
  void aMasterPlaylistNamesVariantsAndAlternatives() {
    var master =
        MasterPlaylist.parse(
                """
                #EXTM3U
                #EXT-X-SESSION-DATA:DATA-ID="x",URI="data.json"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",URI="en/index.m3u8"
                #EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="c",NAME="CC",INSTREAM-ID="CC1"
                #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=5,URI="iframes.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.4d401e,mp4a.40.2",RESOLUTION=1280x720,AUDIO="a"
                720p/index.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=400000,AUDIO="b"\r
                240p/index.m3u8\r
                #EXT-X-STREAM-INF:BANDWIDTH=500000,AUDIO="c"
                240p/index.m3u8
                """)
            .orElseThrow();
    assertThat(master.variants())
        .containsExactly(
            new MasterPlaylist.Variant(
                "720p/index.m3u8", 900_000, 1280, 720, "avc1.4d401e,mp4a.40.2"),
            new MasterPlaylist.Variant("240p/index.m3u8", 400_000, 0, 0, ""));
    assertThat(master.alternatives()).containsExactly("en/index.m3u8");
    assertThat(master.pictureOnly()).containsExactly("iframes.m3u8");
    assertThat(master.others()).containsExactly("data.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "#EXT-X-STREAM-INF:BANDWIDTH=1\na", "#EXTM3U\n", "#EXTM3U\n#EXTINF:1,\na\n"})
  void whatNamesNoVariantIsNoMasterPlaylist(String text) {
    assertThat(MasterPlaylist.parse(text)).isEmpty();
  }

  @Test
  void aSegmentHasItsLinesVerbatim() {
    var media =
        MediaPlaylist.parse(
                """
                \ufeff#EXTM3U
                #EXT-X-TARGETDURATION:4
                #EXT-X-MEDIA-SEQUENCE:1

                #EXT-X-KEY:METHOD=AES-128,URI="key.bin"
                #EXT-X-MAP:URI="init.mp4"
                #EXTINF:1.5,a title
                a.m4s
                #EXT-X-DISCONTINUITY
                #EXT-X-MAP:URI="init2.mp4"
                #EXTINF:4
                b.m4s
                #EXT-X-ENDLIST
                """)
            .orElseThrow();
    assertThat(media.segments().getFirst().lines())
        .containsExactly(
            "#EXT-X-KEY:METHOD=AES-128,URI=\"key.bin\"",
            "#EXT-X-MAP:URI=\"init.mp4\"",
            "#EXTINF:1.5,a title",
            "a.m4s");
    assertThat(media.segments().getLast().lines())
        .containsExactly(
            "#EXT-X-DISCONTINUITY", "#EXT-X-MAP:URI=\"init2.mp4\"", "#EXTINF:4", "b.m4s");
    assertThat(media.segments())
        .extracting(segment -> segment.seconds().toString())
        .containsExactly("1.5", "4");
    assertThat(media.others()).containsExactly("key.bin", "init.mp4", "init2.mp4");
    assertThat(media.ended()).isTrue();
    assertThat(media.unsupported()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "#EXTM3U\na.ts\n", "#EXTM3U\n#EXTINF:x,\na.ts", "#EXTM3U\n#EXTINF:-1,\na.ts"})
  void aSegmentWithoutADurationIsNoPlaylist(String text) {
    assertThat(MediaPlaylist.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXT-X-BYTERANGE:10@0",
        "#EXT-X-MAP:URI=\"a\",BYTERANGE=\"10@0\"",
        "#EXT-X-GAP",
        "#EXT-X-PART:DURATION=1,URI=\"p\""
      })
  void whatATitleCannotHaveIsNoted(String line) {
    var media = MediaPlaylist.parse("#EXTM3U\n#EXTINF:1,\n" + line + "\na.ts\n").orElseThrow();
    assertThat(media.unsupported()).isPresent();
  }
}
