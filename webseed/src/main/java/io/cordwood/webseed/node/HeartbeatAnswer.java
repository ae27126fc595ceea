package io.cordwood.webseed.node;

import io.cordwood.swarm.content.TitleId;
import java.util.List;

/** What came of a heartbeat. */
sealed interface HeartbeatAnswer {
  /** The node knows us; it does not know {@code unknownTitles}. */
  record Heard(List<TitleId> unknownTitles) implements HeartbeatAnswer {}

  /** The node does not know us; {@code why} is for the operator. */
  record Unheard(String why) implements HeartbeatAnswer {}
}
