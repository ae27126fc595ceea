package io.cordwood.webseed.live.intake;

import io.cordwood.swarm.content.Root;
import java.util.Optional;

/**
 * A segment that was taken before a restart.
 *
 * @param map the name of its init segment at the publisher's
 */
public record Past(
    String rendition,
    int epoch,
    int number,
    long sequence,
    long atUs,
    long durationUs,
    int discontinuities,
    Root root,
    Optional<String> map) {}
