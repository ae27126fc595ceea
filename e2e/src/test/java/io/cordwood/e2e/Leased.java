package io.cordwood.e2e;

import io.cordwood.bench.harness.Http;
import io.cordwood.bench.harness.Stack;
import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.TitleId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a node remembers of a channel that a webseed has taken in (PROTOCOL §4.2). */
final class Leased {
  private static final long HOUR_MS = 3_600_000;

  private Leased() {}

  /** It has come to this number, in an hour; all that the webseed has of it is its key. */
  static void upTo(Stack servers, String slug, int number) {
    var data = servers.data();
    var title = TitleId.parse("demo/" + slug);
    var pair = ChannelKeyPair.generate();
    write(data.resolve("live/" + title + "/channel.key"), pair.pem());
    var body =
        """
        {"webseed":"%s","swarm":"%s","targetMs":2000,
         "mark":{"startedAtMs":%d,"epoch":3,"number":%d,"endMs":%d,"discontinuities":3}}
        """
            .formatted(
                text(data.resolve("webseed.id")),
                new LiveChannel(title, pair.publicKey()).swarm().hex(),
                System.currentTimeMillis() - HOUR_MS,
                number,
                HOUR_MS);
    var address = servers.nodeUrl().resolve("/v1/titles/" + title + "/lease");
    var answer = Http.put(address, text(data.resolve("operator.key")), body);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
