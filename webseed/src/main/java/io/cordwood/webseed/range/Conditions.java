package io.cordwood.webseed.range;

import java.util.Optional;

/**
 * The fields of a GET or HEAD that decide what is sent (RFC 9110 §13, §14).
 *
 * @param head whether the method is HEAD, for which Range has no meaning
 */
public record Conditions(
    boolean head,
    Optional<String> range,
    Optional<String> ifRange,
    Optional<String> ifMatch,
    Optional<String> ifNoneMatch) {
  /** A plain GET. */
  public static Conditions none() {
    return new Conditions(
        false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
