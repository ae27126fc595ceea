package io.cordwood.signaling.signal;

import io.cordwood.signaling.NodeMetrics;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.rules.Outgoing;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.SignalCodec;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One socket of the door: does what its session says, in order. Safe on every thread. */
final class SignalConnection implements OutputQueue.Wire {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
  private static final int GOING_AWAY = 1001;
  private static final Buffer PING = Buffer.buffer("cordwood");

  private final WebSocketConnection socket;
  private final Swarms swarms;
  private final SignalCodec codec;
  private final NodeMetrics metrics;
  private final InstantSource clock;
  private final OutputQueue output;
  private final ReentrantLock lock = new ReentrantLock();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private SignalSession session;
  private Instant endedAt;

  SignalConnection(
      WebSocketConnection socket,
      Swarms swarms,
      SignalCodec codec,
      NodeMetrics metrics,
      InstantSource clock,
      int queueMessages,
      long queueBytes) {
    this.socket = socket;
    this.swarms = swarms;
    this.codec = codec;
    this.metrics = metrics;
    this.clock = clock;
    this.output = new OutputQueue(queueMessages, queueBytes, this, metrics::dropped);
  }

  void begin(SignalSession session) {
    this.session = session;
  }

  void received(String text) {
    act(() -> session.received(text, clock.instant()));
  }

  void receivedBinary() {
    act(() -> session.receivedBinary(clock.instant()));
  }

  void pong() {
    act(
        () -> {
          session.pong();
          return List.of();
        });
  }

  /** Called by the swarm's lane. */
  void deliver(Outgoing outgoing) {
    act(() -> session.outgoing(outgoing, clock.instant()));
  }

  void tick(Instant now, RandomGenerator random) {
    act(() -> session.tick(now, random));
    if (endedAt != null && now.isAfter(endedAt.plus(CLOSE_WITHIN))) {
      output.closeNow(CloseReason.NORMAL.getCode(), "slow");
    }
  }

  /** The node stops: viewers come back after {@code comeBackAfter}. */
  CompletableFuture<Void> goAway(Duration comeBackAfter) {
    say(new DownMessage.Reconnect(Optional.empty(), comeBackAfter));
    output.close(GOING_AWAY, "the node stops");
    return closed;
  }

  @Override
  public CompletionStage<Void> send(String text) {
    return socket.sendText(text).subscribeAsCompletionStage();
  }

  @Override
  public void close(int code, String reason) {
    socket
        .close(new CloseReason(code, reason))
        .subscribe()
        .with(done -> closed.complete(null), failure -> closed.complete(null));
  }

  private void act(Supplier<List<DoorAction>> rule) {
    lock.lock();
    try {
      rule.get().forEach(this::perform);
      if (endedAt == null && session.isEnded()) {
        endedAt = clock.instant();
      }
    } finally {
      lock.unlock();
    }
  }

  private void perform(DoorAction action) {
    switch (action) {
      case DoorAction.Say(DownMessage message) -> say(message);
      case DoorAction.Submit(var swarm, var event) ->
          session.submitted(event, swarms.submit(swarm, event)).forEach(this::perform);
      case DoorAction.Ping ping ->
          socket.sendPing(PING).subscribe().with(done -> {}, failure -> {});
      case DoorAction.Close(int code, String reason) -> output.close(code, reason);
    }
  }

  private void say(DownMessage message) {
    if (message instanceof DownMessage.Error error) {
      metrics.signalRefused(error.code());
    }
    output.send(codec.encode(message));
  }
}
