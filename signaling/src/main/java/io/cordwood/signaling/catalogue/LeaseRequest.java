package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.SwarmId;

/**
 * A webseed's wish to take a channel in, or to go on with it (PROTOCOL §4.2).
 *
 * @param webseed its id
 * @param swarm of the channel, which its key is in
 * @param targetMs milliseconds that a segment has at most
 * @param mark how far it has come itself
 */
public record LeaseRequest(String webseed, SwarmId swarm, int targetMs, Mark mark) {
  /** Refuses with a 400 what is missing. */
  public LeaseRequest {
    new WebseedId(webseed == null ? "" : webseed);
    if (swarm == null || mark == null || targetMs < 100 || targetMs > 60_000) {
      throw new ProblemException(
          400, "Send \"swarm\", \"mark\" and \"targetMs\" (100 to 60000) of the channel.");
    }
  }

  WebseedId id() {
    return new WebseedId(webseed);
  }
}
