package io.cordwood.webseed.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SegmentHasher;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.content.TitleId;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlaylistViewTest {
  private static final TitleId TITLE = TitleId.parse("demo/news");

  private final ChannelKeyPair pair = ChannelKeyPair.generate();
  private final LiveChannel channel = new LiveChannel(TITLE, pair.publicKey());

  @Test
  void itSaysWhichSegmentsThereAreAndHasTheirRecords() {
    var view = read(playlist());
    assertThat(view.first()).isEqualTo(7);
    assertThat(view.last()).isEqualTo(41);
    assertThat(view.firstEpoch()).isZero();
    assertThat(view.lastEpoch()).isEqualTo(2);
    assertThat(view.signed().values()).extracting(one -> one.record().number()).contains(41);
  }

  @Test
  void numbersAreReadAsLongAsThereAreSome() {
    var text = "#EXTM3U\n0-1048575.m4s\n0-1048576.m4s\n0-2147483647.m4s\n0-2147483648.m4s\n";
    var view = read(text);
    assertThat(view.first()).isEqualTo(1_048_575);
    assertThat(view.last()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void linesThatWereNotSignedSoAreRefused() {
    assertRefused(playlist().replace("#EXTINF:2.000,\n2-41", "#EXTINF:9.000,\n2-41"), "its lines");
    assertRefused(playlist().replace("\n2-41.m4s", "\n2-42.m4s"), "its lines");
  }

  @Test
  void recordsOfAnotherChannelOrRenditionAreRefused() {
    var other = new LiveChannel(TITLE, ChannelKeyPair.generate().publicKey());
    assertThatThrownBy(() -> PlaylistView.read(playlist(), "480p", other, Map.of()))
        .hasMessageContaining("did not sign");
    assertThatThrownBy(() -> PlaylistView.read(playlist(), "240p", channel, Map.of()))
        .hasMessageContaining("another rendition");
  }

  @Test
  void whatWasCheckedIsNotCheckedAgain() {
    var first = read(playlist());
    var other = new LiveChannel(TITLE, ChannelKeyPair.generate().publicKey());
    assertThat(PlaylistView.read(playlist(), "480p", other, first.signed())).isEqualTo(first);
  }

  @Test
  void anyOtherTextIsRefusedOrHasTheSameRecords() {
    var random = new Random(11);
    var whole = playlist();
    var signed = read(whole).signed();
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder(whole);
      for (int change = random.nextInt(4); change >= 0; change--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
      }
      text.setLength(random.nextInt(10) == 0 ? random.nextInt(text.length()) : text.length());
      try {
        assertThat(signed.values()).containsAll(read(text.toString()).signed().values());
      } catch (InvalidContentException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  private void assertRefused(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining(why);
  }

  private PlaylistView read(String text) {
    return PlaylistView.read(text, "480p", channel, Map.of());
  }

  private String playlist() {
    var signed = signed();
    return "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.000,\n0-7.m4s\n"
        + "#EXT-X-GAP\n#EXTINF:2.000,\n2-40.gap\n#EXT-X-CORDWOOD-RECORD:"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signed.encode())
        + "\n"
        + signed.record().lines()
        + "\n";
  }

  private SignedRecord known;

  private SignedRecord signed() {
    if (known == null) {
      var hasher = new SegmentHasher(LiveChannel.PIECE_LENGTH);
      hasher.update(new byte[1000], 0, 1000);
      var hashes = hasher.finish();
      var record =
          new SegmentRecord(
              new RenditionName("480p"),
              2,
              41,
              0,
              ContentPath.parse("480p/2-41.m4s"),
              1000,
              2000,
              hashes.root(),
              "#EXT-X-DISCONTINUITY\n#EXTINF:2.000,\n2-41.m4s");
      known = SignedRecord.sign(pair, TITLE, 80_000, record, hashes);
    }
    return known;
  }
}
