package io.cordwood.swarm.lane;

import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.ConnectionId;
import io.cordwood.swarm.rules.Event;
import io.cordwood.swarm.rules.Swarm;
import io.cordwood.swarm.rules.SwarmConfig;
import io.cordwood.swarm.rules.SwarmCounters;
import io.cordwood.swarm.rules.SwarmView;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All swarms of a node, each with one owner.
 *
 * <p>A door opens a connection for each socket, submits events, and closes the connection when the
 * socket is gone; then every swarm that the socket was in hears of it, even when its queue is full.
 * Swarms come into being with their first join and are forgotten at a tick when nobody is in them.
 * Safe on every thread; nothing here blocks.
 */
public final class Swarms {
  private final SwarmConfig config;
  private final LaneConfig lanes;
  private final InstantSource clock;
  private final Supplier<RandomGenerator> randoms;
  private final Executor executor;
  private final SwarmCounters counters = new SwarmCounters();
  private final LaneCounters laneCounters = new LaneCounters();
  private final AtomicLong connectionIds = new AtomicLong();
  private final Map<ConnectionId, Connection> connections = new ConcurrentHashMap<>();
  private final Map<SwarmId, Owned> swarms = new ConcurrentHashMap<>();

  private record Connection(Outbox outbox, Set<SwarmId> swarms) {}

  /** A swarm with its lane; {@code view} is written by the lane and read by all. */
  private static final class Owned {
    final Swarm swarm;
    final Lane lane;
    final RandomGenerator random;
    final AtomicBoolean tickWaits = new AtomicBoolean();
    volatile SwarmView view = SwarmView.EMPTY;

    Owned(Swarm swarm, Lane lane, RandomGenerator random) {
      this.swarm = swarm;
      this.lane = lane;
      this.random = random;
    }
  }

  /**
   * No swarm yet.
   *
   * @param clock tells the lanes the time
   * @param randoms makes one generator for each swarm; what it draws must be unpredictable to peers
   * @param executor runs the lanes' turns, which are short and never block
   */
  public Swarms(
      SwarmConfig config,
      LaneConfig lanes,
      InstantSource clock,
      Supplier<RandomGenerator> randoms,
      Executor executor) {
    this.config = config;
    this.lanes = lanes;
    this.clock = clock;
    this.randoms = randoms;
    this.executor = executor;
  }

  /** The rules' limits. */
  public SwarmConfig config() {
    return config;
  }

  /** What the rules counted, of all swarms. */
  public SwarmCounters counters() {
    return counters;
  }

  /** What the lanes counted. */
  public LaneCounters laneCounters() {
    return laneCounters;
  }

  /** A socket opened. */
  public ConnectionId open(Outbox outbox) {
    var id = new ConnectionId(connectionIds.incrementAndGet());
    connections.put(id, new Connection(outbox, ConcurrentHashMap.newKeySet()));
    return id;
  }

  /** A socket is gone: all its peers leave. Does nothing the second time. */
  public void close(ConnectionId id) {
    var connection = connections.remove(id);
    if (connection != null) {
      connection.swarms().forEach(swarm -> force(swarm, new Event.ConnectionClosed(id)));
    }
  }

  /** Hands a peer's event to its swarm. */
  public Submitted submit(SwarmId swarm, Event.OfPeer event) {
    var id = event.peer().connection();
    var connection = connections.get(id);
    if (connection == null) {
      laneCounters.noSuchConnection.increment();
      return Submitted.NO_SUCH_CONNECTION;
    }
    return event instanceof Event.Joined ? join(swarm, id, connection, event) : offer(swarm, event);
  }

  /** Time has passed: to be called about once a second. */
  public void tick() {
    swarms.forEach(
        (id, owned) -> {
          if (owned.tickWaits.compareAndSet(false, true)) {
            owned.lane.force(() -> tick(id, owned));
          }
        });
  }

  /** What is known of a swarm as of its last tick; empty when nobody is in it. */
  public Optional<SwarmView> view(SwarmId swarm) {
    return Optional.ofNullable(swarms.get(swarm)).map(owned -> owned.view);
  }

  /** Names of all swarms with somebody in them. */
  public Set<SwarmId> names() {
    return Set.copyOf(swarms.keySet());
  }

  /** Sockets open now. */
  public int connections() {
    return connections.size();
  }

  /** Events that wait, in all lanes. */
  public int waiting() {
    return swarms.values().stream().mapToInt(owned -> owned.lane.waiting()).sum();
  }

  private Submitted join(
      SwarmId swarm, ConnectionId id, Connection connection, Event.OfPeer event) {
    if (connection.swarms().size() >= lanes.maxSwarmsPerConnection()
        && !connection.swarms().contains(swarm)) {
      laneCounters.busy.increment();
      return Submitted.BUSY;
    }
    boolean first = connection.swarms().add(swarm);
    var result = create(swarm, event);
    if (result == Submitted.BUSY && first) {
      connection.swarms().remove(swarm);
    }
    if (!connections.containsKey(id)) {
      force(swarm, new Event.ConnectionClosed(id));
    }
    return result;
  }

  /** Again when the swarm was forgotten between finding it and asking it. */
  private Submitted create(SwarmId swarm, Event event) {
    var result = Submitted.NO_SUCH_SWARM;
    while (result == Submitted.NO_SUCH_SWARM) {
      if (swarms.size() >= lanes.maxSwarms() && !swarms.containsKey(swarm)) {
        laneCounters.busy.increment();
        return Submitted.BUSY;
      }
      result = queue(swarms.computeIfAbsent(swarm, this::create), event);
    }
    return result;
  }

  private Submitted offer(SwarmId swarm, Event event) {
    var owned = swarms.get(swarm);
    var result = owned == null ? Submitted.NO_SUCH_SWARM : queue(owned, event);
    if (result == Submitted.NO_SUCH_SWARM) {
      laneCounters.noSuchSwarm.increment();
    }
    return result;
  }

  private Owned create(SwarmId id) {
    return new Owned(
        new Swarm(id, config, counters), new Lane(executor, lanes, laneCounters), randoms.get());
  }

  private Submitted queue(Owned owned, Event event) {
    return switch (owned.lane.offer(() -> apply(owned, event))) {
      case QUEUED -> Submitted.ACCEPTED;
      case FULL -> Submitted.BUSY;
      case RETIRED -> {
        swarms.remove(owned.swarm.id(), owned);
        yield Submitted.NO_SUCH_SWARM;
      }
    };
  }

  private void force(SwarmId swarm, Event event) {
    var owned = swarms.get(swarm);
    if (owned != null) {
      owned.lane.force(() -> apply(owned, event));
    }
  }

  private void apply(Owned owned, Event event) {
    for (var outgoing : owned.swarm.apply(event, clock.instant(), owned.random)) {
      var connection = connections.get(outgoing.to().connection());
      if (connection == null) {
        laneCounters.undeliverable.increment();
      } else {
        owned.lane.guarded(() -> connection.outbox().deliver(owned.swarm.id(), outgoing));
      }
    }
  }

  /** Runs on the lane, so that nothing else touches the swarm meanwhile. */
  private void tick(SwarmId id, Owned owned) {
    owned.tickWaits.set(false);
    apply(owned, new Event.Tick());
    owned.view = owned.swarm.view();
    if (owned.swarm.isEmpty() && owned.lane.retire()) {
      swarms.remove(id, owned);
    }
  }
}
