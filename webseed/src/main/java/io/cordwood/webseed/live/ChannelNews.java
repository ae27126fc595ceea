package io.cordwood.webseed.live;

import io.cordwood.swarm.content.TitleId;

/** Who is told of what becomes of channels; called on a channel's lane, never waits. */
public interface ChannelNews {
  /** A new segment; {@code signed} is its signed record. */
  void segment(TitleId channel, byte[] signed);

  /** The title that nodes know is another than before. */
  void changed(TitleId channel);
}
