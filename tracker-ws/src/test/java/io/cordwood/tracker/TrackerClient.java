package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cordwood.swarm.content.SwarmId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A client of the tracker on a socket of its own. It reads, and answers pings, only when it is
 * asked for what came.
 */
final class TrackerClient implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  final RawSocket socket;

  TrackerClient(RawSocket socket) {
    this.socket = socket;
  }

  /** Sends these messages in one write. */
  void say(String... messages) throws IOException {
    var all = new ByteArrayOutputStream();
    for (var message : messages) {
      var utf8 = message.getBytes(StandardCharsets.UTF_8);
      all.writeBytes(RawSocket.frame(RawSocket.TEXT, true, utf8));
    }
    socket.write(all.toByteArray());
  }

  /** The next message. */
  JsonNode next() throws IOException {
    for (var frame = socket.read(); ; frame = socket.read()) {
      if (frame.opcode() == RawSocket.PING) {
        socket.send(RawSocket.PONG, true, frame.payload());
      } else if (frame.opcode() != RawSocket.PONG) {
        assertThat(frame.opcode()).isEqualTo(RawSocket.TEXT);
        return JSON.readTree(frame.payload());
      }
    }
  }

  /** The next message, which has this member. */
  JsonNode next(String member) throws IOException {
    var message = next();
    assertThat(message.has(member)).as("%s in %s", member, message).isTrue();
    return message;
  }

  /** The reply to an announce, which comes next. */
  JsonNode reply() throws IOException {
    return next("interval");
  }

  /** The sentence that comes next instead of a reply. */
  String refusal() throws IOException {
    var message = next("failure reason");
    assertThat(message.path("action").textValue()).isIn("announce", "scrape");
    return message.get("failure reason").textValue();
  }

  /** The counts of a scrape of one swarm. */
  JsonNode scraped(SwarmId swarm) throws IOException {
    say(Said.scrape(swarm));
    return next("files").get("files").get(swarm.latin1());
  }

  /** Nothing has come: the reply to a scrape of nothing is the next. */
  void assertSilence() throws IOException {
    say(Said.scrape());
    assertThat(next().path("files").isEmpty()).isTrue();
  }

  /** The code of the close that comes after what else came. */
  int closeCode() throws IOException {
    var frame = socket.read();
    while (frame.opcode() != RawSocket.CLOSE) {
      frame = socket.read();
    }
    return frame.closeCode();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
