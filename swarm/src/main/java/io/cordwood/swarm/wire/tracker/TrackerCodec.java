package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.SwarmId;

/**
 * The codec of the tracker door: the WebTorrent tracker protocol as stock clients speak it.
 *
 * <p>Never throws on what a stranger sends, in bounded memory. Has no state that changes: one for
 * the whole process, on every thread.
 */
public final class TrackerCodec {
  /** Reads the bytes {@code from..to} of one message; they belong to the result from now on. */
  public TrackerDecoded decode(byte[] utf8, int from, int to) {
    throw new UnsupportedOperationException();
  }

  /** Writes a message about a swarm as UTF-8. */
  public byte[] encode(SwarmId swarm, ServerMessage.OfSwarm message) {
    throw new UnsupportedOperationException();
  }

  /** Writes the reply to a scrape as UTF-8. */
  public byte[] encode(ServerMessage.Scraped message) {
    throw new UnsupportedOperationException();
  }

  /** Writes the refusal of a scrape as UTF-8. */
  public byte[] encode(ServerMessage.ScrapeFailed message) {
    throw new UnsupportedOperationException();
  }
}
