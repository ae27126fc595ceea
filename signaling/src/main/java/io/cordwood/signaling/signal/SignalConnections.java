package io.cordwood.signaling.signal;

import io.cordwood.signaling.NodeConfig;
import io.cordwood.signaling.NodeMetrics;
import io.cordwood.signaling.join.Joiners;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.limit.AddressCounts;
import io.cordwood.swarm.limit.AddressKey;
import io.cordwood.swarm.rules.ConnectionId;
import io.cordwood.swarm.rules.NetworkPlace;
import io.cordwood.swarm.ticket.TicketIssuer;
import io.cordwood.swarm.ticket.TicketVerifier;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.SignalCodec;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** All sockets of the signaling door, and the limits that they share. Safe on every thread. */
@ApplicationScoped
public class SignalConnections {
  private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);
  private static final int COME_BACK_SPREAD_MS = 4_000;

  private record Open(SignalConnection connection, ConnectionId id, AddressKey address) {}

  private final NodeConfig.Signal config;
  private final Swarms swarms;
  private final NodeMetrics metrics;
  private final InstantSource clock;
  private final Tickets tickets;
  private final SignalLimits limits;
  private final AddressCounts addresses;
  private final SignalCodec codec = new SignalCodec();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private volatile boolean goingAway;

  SignalConnections(
      NodeConfig config,
      Swarms swarms,
      TicketVerifier verifier,
      TicketIssuer issuer,
      Joiners joiners,
      NodeMetrics metrics,
      InstantSource clock) {
    this.config = config.signal();
    this.swarms = swarms;
    this.metrics = metrics;
    this.clock = clock;
    this.tickets = new Tickets(verifier, issuer, joiners);
    this.limits = SignalLimits.of(this.config);
    this.addresses = new AddressCounts(this.config.connectionsPerAddress());
  }

  /** How many are open. */
  public int size() {
    return open.size();
  }

  /** True once the node stops. */
  public boolean isGoingAway() {
    return goingAway;
  }

  /**
   * Takes a socket in, or refuses it with a typed error.
   *
   * @param swarm what its address names; when that is none, its ticket will
   */
  void opened(WebSocketConnection socket, Optional<SwarmId> swarm, InetAddress from) {
    var address = AddressKey.of(from);
    if (goingAway || open.size() >= config.connections()) {
      refuse(socket, ErrorCode.BUSY, "The node is full; play by HTTP and try again in a minute.");
    } else if (!addresses.acquire(address)) {
      refuse(
          socket,
          ErrorCode.TOO_MANY_CONNECTIONS,
          "Your address has too many connections; close some, or try again in a minute.");
    } else {
      admit(socket, swarm, NetworkPlace.of(from), address);
    }
  }

  /** The connection of a socket; empty when it was refused. */
  Optional<SignalConnection> of(WebSocketConnection socket) {
    return Optional.ofNullable(open.get(socket.id())).map(Open::connection);
  }

  /** A socket is gone. */
  void closed(WebSocketConnection socket) {
    var gone = open.remove(socket.id());
    if (gone != null) {
      swarms.close(gone.id());
      addresses.release(gone.address());
    }
  }

  /** Refuses a socket with an error and its close code. */
  void refuse(WebSocketConnection socket, ErrorCode code, String detail) {
    metrics.signalRefused(code);
    var reason = new CloseReason(code.closeCode().orElse(1008), code.wire());
    socket
        .sendText(codec.encode(new DownMessage.Error(code, detail)))
        .chain(() -> socket.close(reason))
        .subscribe()
        .with(done -> {}, failure -> {});
  }

  /** Time has passed; once a second. */
  void tick() {
    var now = clock.instant();
    open.values().forEach(each -> each.connection().tick(now, random));
  }

  /**
   * The node stops: asks everyone to come back, each at another moment, and closes all sockets.
   * Waits for them a second at most.
   */
  public void goAway() {
    goingAway = true;
    var farewells =
        open.values().stream()
            .map(each -> each.connection().goAway(comeBackAfter()))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(farewells).completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
  }

  private Duration comeBackAfter() {
    return COME_BACK_AFTER.plusMillis(random.nextInt(COME_BACK_SPREAD_MS));
  }

  private void admit(
      WebSocketConnection socket, Optional<SwarmId> swarm, NetworkPlace place, AddressKey address) {
    var connection =
        new SignalConnection(
            socket, swarms, codec, metrics, clock, config.queueMessages(), config.queueBytes());
    var id = swarms.open((ignored, outgoing) -> connection.deliver(outgoing));
    connection.begin(new SignalSession(codec, tickets, limits, id, swarm, place, clock.instant()));
    open.put(socket.id(), new Open(connection, id, address));
    if (socket.isClosed()) {
      closed(socket);
    }
  }
}
