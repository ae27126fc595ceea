package io.cordwood.webseed.live;

import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.webseed.store.TitleDocument;
import java.util.Optional;

/** What nodes are told of a channel (PROTOCOL §4.2). */
final class ChannelDocument {
  private ChannelDocument() {}

  /** Empty before the first segments. */
  static Optional<TitleDocument> of(LiveChannel channel, ChannelConfig config, ChannelState state) {
    if (state.renditions().isEmpty()) {
      return Optional.empty();
    }
    var live =
        new TitleDocument.Live(
            TitleDocument.Key.of(channel.key()),
            state.targetMs(),
            state.ended() ? "ended" : "on",
            state.ended() && !state.recording().isEmpty() ? state.recording() : null);
    return Optional.of(
        new TitleDocument(
            config.owner(),
            config.slug(),
            config.name(),
            config.open(),
            Edge.MASTER,
            null,
            0,
            channel.swarm().hex(),
            Edge.PIECES.bytes(),
            0,
            0,
            state.renditions(),
            null,
            live));
  }
}
