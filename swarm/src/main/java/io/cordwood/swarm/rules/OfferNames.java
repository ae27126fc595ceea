package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.wire.IntroductionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * How viewers' offers are called towards clients of the tracker door: by twelve letters of ours and
 * the name of the introduction. A client that calls an offer of its own so harms nobody but itself.
 */
final class OfferNames {
  private static final byte[] PREFIX = "-CW-offer01-".getBytes(StandardCharsets.US_ASCII);

  private OfferNames() {}

  static OfferId of(IntroductionId introduction) {
    return OfferId.of(
        ByteBuffer.allocate(OfferId.LENGTH).put(PREFIX).putLong(introduction.value()).array());
  }

  /** The introduction of an offer that a viewer made; empty for any other. */
  static Optional<IntroductionId> introduction(OfferId offer) {
    var bytes = offer.bytes();
    return Arrays.equals(bytes, 0, PREFIX.length, PREFIX, 0, PREFIX.length)
        ? Optional.of(new IntroductionId(ByteBuffer.wrap(bytes).getLong(PREFIX.length)))
        : Optional.empty();
  }
}
