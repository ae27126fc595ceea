package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SegmentHasher;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.content.TitleId;

/** Signed segments of two seconds. */
final class LiveSegments {
  private static final ChannelKeyPair PAIR = ChannelKeyPair.generate();
  private static final TitleId NEWS = TitleId.parse("demo/news");

  private LiveSegments() {}

  /** One of the first epoch, of zeros. */
  static SignedRecord of(String rendition, int number, int bytes) {
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
    return SignedRecord.sign(PAIR, NEWS, number * 2_000L, record, hashes);
  }
}
