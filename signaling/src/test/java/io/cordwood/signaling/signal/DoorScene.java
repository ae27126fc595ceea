package io.cordwood.signaling.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.NodeClient;
import io.cordwood.signaling.Samples;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.UpMessage;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A node with a title of its own for each test, and the viewers who came to its doors. */
abstract class DoorScene {
  private static final AtomicInteger TITLES = new AtomicInteger();

  @TestHTTPResource("/")
  URI base;

  @Inject SignalConnections connections;

  NodeClient node;
  String title;
  final List<SignalClient> clients = new ArrayList<>();

  @BeforeEach
  void publish() {
    await("those of other tests are gone", () -> connections.size() == 0);
    node = new NodeClient(base);
    title = newTitle();
  }

  @AfterEach
  void leave() {
    clients.forEach(SignalClient::close);
  }

  final String newTitle() {
    var slug = "title-" + TITLES.incrementAndGet();
    var name = "door/" + slug;
    assertThat(node.publish(Samples.title("door", slug, name, true)).statusCode()).isEqualTo(201);
    return name;
  }

  final SignalClient register(SignalClient client) {
    clients.add(client);
    return client;
  }

  /** An offer for no introduction is answered by the swarm itself, after all that was before it. */
  static boolean roundTrip(SignalClient client) {
    client.send(new UpMessage.Offer(new IntroductionId(0), client.sdp()));
    DownMessage message = client.takeEither();
    while (!(message instanceof DownMessage.Error)) {
      message = client.takeEither();
    }
    return ((DownMessage.Error) message).code() == ErrorCode.NOT_INTRODUCED;
  }

  static void assertEnds(SignalClient client, ErrorCode code, int closeCode) {
    assertThat(client.take(DownMessage.Error.class).code()).isEqualTo(code);
    assertThat(client.closeCode()).isEqualTo(closeCode);
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.yield();
    }
  }
}
