package io.cordwood.swarm.content;

/**
 * A live channel (PROTOCOL §2.5): a title that signs what it sends. Title and key make its swarm,
 * so a channel with another key is another swarm. Safe on every thread.
 */
public record LiveChannel(TitleId title, ChannelKey key) {
  /** Pieces of live segments have this length. */
  public static final PieceLength PIECE_LENGTH = PieceLength.LIVE;

  /** The most pieces of a segment. */
  public static final int MAX_SEGMENT_PIECES = 1 << LivePiece.PIECE_BITS;

  /** The most renditions of a channel. */
  public static final int MAX_RENDITIONS = 1 << LivePiece.RENDITION_BITS;

  /** The greatest number of a segment: 136 years of segments of 2 s. */
  public static final int MAX_NUMBER = Integer.MAX_VALUE;

  /** The SHA-1 of the bencoded name and key. */
  public SwarmId swarm() {
    var named =
        BencodeDictionary.builder().put("channel", title.toString()).put("key", key).build();
    return SwarmId.of(Digests.sha1().digest(Bencode.encode(named)));
  }
}
