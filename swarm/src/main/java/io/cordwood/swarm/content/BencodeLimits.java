package io.cordwood.swarm.content;

/**
 * What a decoder takes from a stranger before it refuses.
 *
 * @param maxBytes the most bytes of the whole input
 * @param maxDepth the most lists and dictionaries within one another
 * @param maxValues the most values, keys included; it bounds the memory beside the bytes
 */
public record BencodeLimits(int maxBytes, int maxDepth, int maxValues) {
  /** A records file: 32 MiB, which is over 100,000 segments (PROTOCOL §2.2). */
  public static final BencodeLimits RECORDS_FILE =
      new BencodeLimits(32 * 1024 * 1024, 8, 4_000_000);

  /** A torrent: 64 MiB, depth for a path of 32 folders (PROTOCOL §2.4). */
  public static final BencodeLimits TORRENT = new BencodeLimits(64 * 1024 * 1024, 40, 8_000_000);
}
