package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.SwarmId;
import java.util.Optional;

/**
 * The codec of the tracker door: the WebTorrent tracker protocol as stock clients speak it.
 *
 * <p>Never throws on what a stranger sends, in bounded memory. Has no state that changes: one for
 * the whole process, on every thread.
 */
public final class TrackerCodec {
  /** Good offers of one announce that are taken at most; the rest is left out. */
  public static final int MAX_OFFERS = 20;

  /** Hashes of one scrape at most. */
  public static final int MAX_HASHES = 64;

  /** Reads the bytes {@code from..to} of one message; they belong to the result from now on. */
  public TrackerDecoded decode(byte[] utf8, int from, int to) {
    try {
      return Judge.judge(Members.read(new JsonCursor(utf8, from, to)));
    } catch (NotAMessage e) {
      return Utf8Bytes.isValid(utf8, from, to)
          ? new TrackerDecoded.Refused(e.problem(), Optional.empty(), false, e.problem().reason())
          : new TrackerDecoded.NotUtf8();
    }
  }

  /** Writes a message about a swarm as UTF-8. */
  public byte[] encode(SwarmId swarm, ServerMessage.OfSwarm message) {
    return MessageWriter.write(swarm, message);
  }

  /** A message about a swarm that is written when it is sent. */
  public Encodable encodable(SwarmId swarm, ServerMessage.OfSwarm message) {
    return new OfSwarm(swarm, message);
  }

  private record OfSwarm(SwarmId swarm, ServerMessage.OfSwarm message) implements Encodable {
    @Override
    public int mostBytes() {
      return MessageWriter.mostBytes(message);
    }

    @Override
    public int writeTo(byte[] to, int at) {
      var out = new JsonWriter(to, at);
      MessageWriter.write(swarm, message, out);
      return out.end();
    }
  }

  /** Writes the reply to a scrape as UTF-8. */
  public byte[] encode(ServerMessage.Scraped message) {
    return MessageWriter.write(message);
  }

  /** Writes the refusal of a scrape as UTF-8. */
  public byte[] encode(ServerMessage.ScrapeFailed message) {
    return MessageWriter.write(message);
  }
}
