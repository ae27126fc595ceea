package io.cordwood.signaling;

import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SegmentHasher;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.swarm.wire.UpMessage;
import java.util.List;
import java.util.Optional;

/** A channel for tests, with the key that signs its segments. */
public final class LiveSamples {
  private static final String RENDITION =
      "{\"name\":\"%s\",\"bandwidth\":900000,\"width\":854,\"height\":480,"
          + "\"codecs\":\"avc1.64001f\",\"segments\":0,\"bytes\":0,\"recordsSize\":0}";

  private final TitleId title;
  private final ChannelKeyPair pair = ChannelKeyPair.generate();

  /** The channel {@code owner/slug}, with a key of its own. */
  public LiveSamples(String title) {
    this.title = TitleId.parse(title);
  }

  /** Its swarm, 40 hex digits. */
  public String swarm() {
    return new LiveChannel(title, pair.publicKey()).swarm().hex();
  }

  /** The JSON of its title. */
  public String title(String state, String... renditions) {
    var written = new StringBuilder();
    for (var name : renditions) {
      written.append(written.isEmpty() ? "" : ",").append(RENDITION.formatted(name));
    }
    return """
        {"owner":"%s","slug":"%s","name":"The news","open":true,"playlist":"master.m3u8",
         "durationMs":0,"swarm":"%s","pieceLength":16384,"pieces":0,"bytes":0,"renditions":[%s],
         "live":{"key":{"kty":"EC","crv":"P-256","x":"%s","y":"%s"},"targetMs":2000,"state":"%s"}}
        """
        .formatted(
            title.owner(),
            title.slug(),
            swarm(),
            written,
            pair.publicKey().x(),
            pair.publicKey().y(),
            state);
  }

  /** The state of somebody who plays the beginning of a rendition. */
  public static UpMessage.State playing(String rendition) {
    return new UpMessage.State(
        0,
        new RenditionName(rendition),
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(),
        List.of(),
        true,
        Optional.empty());
  }

  /** A segment of two seconds, of zeros. */
  public SignedRecord segment(String rendition, int number, int bytes) {
    var hasher = new SegmentHasher(LiveChannel.PIECE_LENGTH);
    hasher.update(new byte[bytes], 0, bytes);
    var hashes = hasher.finish();
    var file = "0-" + number + ".m4s";
    var record =
        new SegmentRecord(
            new RenditionName(rendition),
            0,
            number,
            0,
            ContentPath.parse(rendition + "/" + file),
            bytes,
            2_000,
            hashes.root(),
            "#EXTINF:2.000,\n" + file);
    return SignedRecord.sign(pair, title, number * 2_000L, record, hashes);
  }
}
