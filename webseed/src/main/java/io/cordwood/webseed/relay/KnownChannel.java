package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.ChannelKey;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.TitleId;
import java.net.URI;
import java.util.Optional;

/**
 * A live channel as the node tells of it (PROTOCOL §4.2).
 *
 * @param key what its segments are checked with
 * @param targetMs milliseconds that a segment has at most
 * @param from base of the webseed that takes it in, with a slash at its end; empty when that is
 *     this one, or not there
 */
public record KnownChannel(TitleId title, ChannelKey key, int targetMs, Optional<URI> from) {
  LiveChannel channel() {
    return new LiveChannel(title, key);
  }
}
