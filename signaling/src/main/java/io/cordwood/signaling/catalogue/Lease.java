package io.cordwood.signaling.catalogue;

/**
 * Which webseed takes a channel in.
 *
 * @param webseed its id
 * @param untilMs milliseconds since 1970; from then on another may have it
 * @param mark how far the channel has come
 */
record Lease(String webseed, long untilMs, Mark mark) {}
