package io.cordwood.webseed.node;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.relay.KnownChannel;
import java.util.List;

/** What came of a heartbeat. */
sealed interface HeartbeatAnswer {
  /** The node knows us; it does not know {@code unknownTitles}; {@code channels} are all live. */
  record Heard(List<TitleId> unknownTitles, List<KnownChannel> channels)
      implements HeartbeatAnswer {}

  /** The node does not know us; {@code why} is for the operator. */
  record Unheard(String why) implements HeartbeatAnswer {}
}
