package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.Fingerprint;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a peer when it joins and does not change while it stays.
 *
 * @param door where it came in
 * @param fingerprint the certificate of its ticket, which each of its descriptions must name; empty
 *     for peers without a ticket
 * @param place where it is in the network
 * @param siteGroup with whom the site groups it
 * @param mobile true for phones: they hold fewer links
 * @param canUpload true when it is willing and able to send
 */
public record PeerProfile(
    Door door,
    Optional<Fingerprint> fingerprint,
    NetworkPlace place,
    Optional<SiteGroup> siteGroup,
    boolean mobile,
    boolean canUpload) {
  /** Refuses nulls. */
  public PeerProfile {
    Objects.requireNonNull(door);
    Objects.requireNonNull(fingerprint);
    Objects.requireNonNull(place);
    Objects.requireNonNull(siteGroup);
  }
}
