package io.cordwood.swarm.lane;

import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.ConnectionId;
import io.cordwood.swarm.rules.Event;
import io.cordwood.swarm.rules.Outgoing;
import io.cordwood.swarm.rules.Swarm;
import io.cordwood.swarm.rules.SwarmConfig;
import io.cordwood.swarm.rules.SwarmCounters;
import io.cordwood.swarm.rules.SwarmKind;
import io.cordwood.swarm.rules.SwarmView;
import io.cordwood.swarm.rules.Tally;
import io.cordwood.swarm.rules.WebseedLoad;
import io.cordwood.swarm.wire.tracker.AnnounceEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
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
  private final Function<SwarmId, SwarmKind> kinds;
  private final SwarmCounters counters = new SwarmCounters();
  private final LaneCounters laneCounters = new LaneCounters();
  private final AtomicLong connectionIds = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<SwarmId, Owned> swarms = new ConcurrentHashMap<>();

  /** A swarm with its lane; {@code view} and {@code tally} are written by the lane, read by all. */
  private static final class Owned {
    final Swarm swarm;
    final Lane lane;
    final RandomGenerator random;
    final AtomicBoolean tickWaits = new AtomicBoolean();
    volatile SwarmView view = SwarmView.EMPTY;
    volatile Tally tally = Tally.EMPTY;

    Owned(Swarm swarm, Lane lane, RandomGenerator random) {
      this.swarm = swarm;
      this.lane = lane;
      this.random = random;
    }
  }

  /** How a task gets into a lane. */
  @FunctionalInterface
  interface Way {
    Lane.Offered offer(Lane lane, Runnable task);
  }

  /** No swarm yet, and films only. */
  public Swarms(
      SwarmConfig config,
      LaneConfig lanes,
      InstantSource clock,
      Supplier<RandomGenerator> randoms,
      Executor executor) {
    this(config, lanes, clock, randoms, executor, swarm -> SwarmKind.FILM);
  }

  /**
   * No swarm yet.
   *
   * @param clock tells the lanes the time
   * @param randoms makes one generator for each swarm; what it draws must be unpredictable to peers
   * @param executor runs the lanes' turns, which are short and never block
   * @param kinds asked once for each swarm that comes into being, on any thread
   */
  public Swarms(
      SwarmConfig config,
      LaneConfig lanes,
      InstantSource clock,
      Supplier<RandomGenerator> randoms,
      Executor executor,
      Function<SwarmId, SwarmKind> kinds) {
    this.kinds = kinds;
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
    connections.incrementAndGet();
    return new ConnectionId(connectionIds.incrementAndGet(), new Connection(outbox));
  }

  /** A socket is gone: all its peers leave. Does nothing the second time. */
  public void close(ConnectionId id) {
    if (id.kept() instanceof Connection connection && connection.close()) {
      connections.decrementAndGet();
      connection.swarms().forEach(swarm -> force(swarm, new Event.ConnectionClosed(id)));
    }
  }

  /** Hands a peer's event to its swarm, to be applied on a thread of the executor. */
  public Submitted submit(SwarmId swarm, Event.OfPeer event) {
    return submit(swarm, event, Lane::offer);
  }

  /**
   * As {@link #submit}, but the caller's thread applies it, and what else waits there, when no
   * other thread is at it: the least work for a door whose threads may run the rules. The caller
   * holds no lock that an {@link Outbox} could need.
   */
  public Submitted apply(SwarmId swarm, Event.OfPeer event) {
    return submit(swarm, event, Lane::offerAndHelp);
  }

  Submitted submit(SwarmId swarm, Event.OfPeer event, Way way) {
    var id = event.peer().connection();
    if (!(id.kept() instanceof Connection connection) || connection.isClosed()) {
      laneCounters.noSuchConnection.increment();
      return Submitted.NO_SUCH_CONNECTION;
    }
    return switch (event) {
      case Event.Joined joined -> join(swarm, connection, event, way);
      case Event.Announced announced when announced.announce().event() != AnnounceEvent.STOPPED ->
          join(swarm, connection, event, way);
      default -> offer(swarm, event, way);
    };
  }

  /**
   * A live channel has a new segment; does nothing when nobody is in its swarm. Where the lane's
   * queue is full it is lost, and viewers hear of it from one another and by their playlists.
   */
  public void segment(SwarmId swarm, SignedRecord segment) {
    var owned = swarms.get(swarm);
    if (owned != null) {
      owned.lane.offer(() -> apply(owned, new Event.SegmentSigned(segment)));
    }
  }

  /** Time has passed, and no swarm has webseeds: to be called about once a second. */
  public void tick() {
    tick(swarm -> WebseedLoad.NONE);
  }

  /**
   * Time has passed: to be called about once a second.
   *
   * @param webseeds how much a swarm's webseeds have to do; asked on any thread
   */
  public void tick(Function<SwarmId, WebseedLoad> webseeds) {
    swarms.forEach(
        (id, owned) -> {
          if (owned.tickWaits.compareAndSet(false, true)) {
            owned.lane.force(() -> tick(id, owned, webseeds.apply(id)));
          }
        });
  }

  /** What is known of a swarm as of its last tick; empty when nobody is in it. */
  public Optional<SwarmView> view(SwarmId swarm) {
    return Optional.ofNullable(swarms.get(swarm)).map(owned -> owned.view);
  }

  /** How many are in a swarm now. */
  public Tally tally(SwarmId swarm) {
    var owned = swarms.get(swarm);
    return owned == null ? Tally.EMPTY : owned.tally;
  }

  /** Calls with the tally of each swarm that somebody is in. */
  public void forEachTally(Consumer<Tally> action) {
    swarms.values().forEach(owned -> action.accept(owned.tally));
  }

  /** Names of all swarms with somebody in them. */
  public Set<SwarmId> names() {
    return Set.copyOf(swarms.keySet());
  }

  /** Sockets open now. */
  public int connections() {
    return connections.get();
  }

  /** Events that wait, in all lanes. */
  public int waiting() {
    return swarms.values().stream().mapToInt(owned -> owned.lane.waiting()).sum();
  }

  private Submitted join(SwarmId swarm, Connection connection, Event.OfPeer event, Way way) {
    boolean first = !connection.isIn(swarm);
    if (first && !connection.enter(swarm, lanes.maxSwarmsPerConnection())) {
      laneCounters.busy.increment();
      return Submitted.BUSY;
    }
    var result = create(swarm, event, way);
    if (result == Submitted.BUSY && first) {
      leaveUnlessLetIn(swarm, connection, event.peer().connection());
    }
    return result;
  }

  /**
   * An earlier join may have come to its turn meanwhile, which only the lane knows. Until then the
   * connection stays in, so that there is one such question at most.
   */
  private void leaveUnlessLetIn(SwarmId swarm, Connection connection, ConnectionId id) {
    var owned = swarms.get(swarm);
    if (owned == null || owned.lane.force(() -> forgetStranger(owned, id)) != Lane.Offered.QUEUED) {
      connection.leave(swarm);
    }
  }

  /** Again when the swarm was forgotten between finding it and asking it. */
  private Submitted create(SwarmId swarm, Event.OfPeer event, Way way) {
    var result = Submitted.NO_SUCH_SWARM;
    while (result == Submitted.NO_SUCH_SWARM) {
      if (swarms.size() >= lanes.maxSwarms() && !swarms.containsKey(swarm)) {
        laneCounters.busy.increment();
        return Submitted.BUSY;
      }
      result = queue(owned(swarm), event, way);
    }
    return result;
  }

  private Owned owned(SwarmId swarm) {
    var known = swarms.get(swarm);
    return known != null ? known : swarms.computeIfAbsent(swarm, this::create);
  }

  private Submitted offer(SwarmId swarm, Event.OfPeer event, Way way) {
    var owned = swarms.get(swarm);
    var result = owned == null ? Submitted.NO_SUCH_SWARM : queue(owned, event, way);
    if (result == Submitted.NO_SUCH_SWARM) {
      laneCounters.noSuchSwarm.increment();
    }
    return result;
  }

  private Owned create(SwarmId id) {
    return new Owned(
        new Swarm(id, kinds.apply(id), config, counters),
        new Lane(executor, lanes, laneCounters),
        randoms.get());
  }

  private Submitted queue(Owned owned, Event.OfPeer event, Way way) {
    return switch (way.offer(owned.lane, () -> applyOfPeer(owned, event))) {
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

  /**
   * What it was refused or left is not the connection's any more. What it came into is, also when
   * it has left between the door's look and now; or it leaves at once when it is closed by now.
   */
  private void applyOfPeer(Owned owned, Event.OfPeer event) {
    apply(owned, event);
    var id = event.peer().connection();
    if (forgetStranger(owned, id)) {
      return;
    }
    if (id.kept() instanceof Connection connection && !connection.isStillIn(owned.swarm.id())) {
      apply(owned, new Event.ConnectionClosed(id));
    }
  }

  private void apply(Owned owned, Event event) {
    var outgoings = owned.swarm.apply(event, clock.instant(), owned.random);
    if (!owned.tally.equals(owned.swarm.tally())) {
      owned.tally = owned.swarm.tally();
    }
    for (var outgoing : outgoings) {
      deliver(owned, outgoing);
    }
  }

  private void deliver(Owned owned, Outgoing outgoing) {
    var id = outgoing.to().connection();
    if (!(id.kept() instanceof Connection connection) || connection.isClosed()) {
      laneCounters.undeliverable.increment();
      return;
    }
    if (outgoing instanceof Outgoing.Drop) {
      forgetStranger(owned, id);
    }
    try {
      connection.outbox().deliver(owned.swarm.id(), outgoing);
    } catch (RuntimeException e) {
      owned.lane.failed(e);
    }
  }

  /** Called on the lane: true, and the connection has left, when none of its peers is in. */
  private static boolean forgetStranger(Owned owned, ConnectionId id) {
    if (owned.swarm.knows(id)) {
      return false;
    }
    if (id.kept() instanceof Connection connection) {
      connection.leave(owned.swarm.id());
    }
    return true;
  }

  /** Runs on the lane, so that nothing else touches the swarm meanwhile. */
  private void tick(SwarmId id, Owned owned, WebseedLoad webseeds) {
    owned.tickWaits.set(false);
    apply(owned, new Event.Tick(webseeds));
    owned.view = owned.swarm.view();
    if (owned.swarm.isEmpty() && owned.lane.retire()) {
      swarms.remove(id, owned);
    }
  }
}
