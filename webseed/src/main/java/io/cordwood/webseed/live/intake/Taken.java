package io.cordwood.webseed.live.intake;

/**
 * A segment that has got its place: the next of its rendition.
 *
 * @param rendition its folder at the publisher's
 * @param epoch from 0
 * @param number from 1, the same for the same time in all renditions
 * @param sequence its media sequence number at the publisher's
 * @param uri its name at the publisher's
 * @param atUs microseconds from the channel's beginning to its own
 * @param durationUs microseconds
 * @param discontinuities how many the channel has had up to it: how often times did not go on
 * @param media its bytes
 * @param init its init segment
 * @param map the init segment's name at the publisher's; empty for none
 */
public record Taken(
    String rendition,
    int epoch,
    int number,
    long sequence,
    String uri,
    long atUs,
    long durationUs,
    int discontinuities,
    Blob media,
    Init init,
    String map) {
  /** The init segment that a segment needs. */
  public sealed interface Init {
    /** It needs none. */
    record None() implements Init {}

    /** That of the segment before. */
    record Same() implements Init {}

    /** Another one; {@code uri} is its name at the publisher's. */
    record Another(String uri, Blob bytes) implements Init {}
  }
}
