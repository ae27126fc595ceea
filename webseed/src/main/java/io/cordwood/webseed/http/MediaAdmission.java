package io.cordwood.webseed.http;

import io.cordwood.swarm.limit.AddressKey;
import io.cordwood.webseed.heat.Gate;
import io.cordwood.webseed.heat.Gate.Verdict;
import io.cordwood.webseed.heat.Gate.Waiting;
import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.heat.Need;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has requests for media wait for their turn at the {@link Gate}. One for all event loops; each
 * answer begins on the loop of its connection, and says how long it waited (Server Timing, W3C).
 */
final class MediaAdmission {
  private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final MeterRegistry metrics;
  private final InstantSource clock = Clock.systemUTC();
  private final Gate gate;
  private final AtomicBoolean looks = new AtomicBoolean();

  MediaAdmission(Vertx vertx, HeatLimits limits, MeterRegistry metrics) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.gate = new Gate(limits, clock.instant());
    Gauge.builder("cordwood.webseed.streams", gate, Gate::streams)
        .description("Answers with media under way")
        .register(metrics);
    Gauge.builder("cordwood.webseed.waiting", gate, Gate::waiting)
        .description("Requests for media that wait for their turn")
        .register(metrics);
    FunctionCounter.builder("cordwood.webseed.need.over.budget", gate, Gate::overBudget)
        .description("Requests marked as needed now that counted as needed soon")
        .register(metrics);
    vertx.setPeriodic(FORGET_EVERY.toMillis(), _ -> gate.forgetIdle(clock.instant()));
  }

  /** Sends {@code answer} when it is its turn, or refuses it. */
  Future<Void> admit(HttpServerRequest request, ResourceAnswer answer) {
    var turn = new Turn(request, answer, vertx.getOrCreateContext());
    var need = Need.of(request.query());
    request.response().closeHandler(_ -> turn.hungUp());
    return switch (gate.enter(turn, need, addressOf(request), clock.instant())) {
      case Verdict.Admitted() -> {
        count(need, "admitted");
        turn.send();
        yield turn.done();
      }
      case Verdict.Waits() -> {
        count(need, "waited");
        look();
        yield turn.done();
      }
      case Verdict.Refused(Duration retryAfter, boolean full) -> {
        count(need, full ? "full" : "refused");
        request.response().putHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
        yield Refusals.send(request, Problem.BUSY);
      }
    };
  }

  /** Sees to it that those who wait for the line are called. */
  private void look() {
    var next = gate.nextLook(clock.instant());
    if (next.isPresent() && looks.compareAndSet(false, true)) {
      vertx.setTimer(
          next.get().toMillis(),
          _ -> {
            looks.set(false);
            call(gate.timePassed(clock.instant()));
          });
    }
  }

  private void call(List<Waiting> next) {
    next.forEach(waiting -> waiting.begin());
    look();
  }

  private void count(Need need, String outcome) {
    Counter.builder("cordwood.webseed.admissions")
        .description("Requests for media by what viewers said of their need, and what came of it")
        .tag("need", need.metric())
        .tag("outcome", outcome)
        .register(metrics)
        .increment();
  }

  private static AddressKey addressOf(HttpServerRequest request) {
    return AddressKey.of(InetAddress.ofLiteral(request.remoteAddress().hostAddress()));
  }

  /** One request, from its place in the queue to the end of its answer; on its loop. */
  private final class Turn implements Waiting {
    private final HttpServerRequest request;
    private final ResourceAnswer answer;
    private final Promise<Void> done = Promise.promise();
    private final Context loop;
    private final long cameAtNanos = System.nanoTime();
    private boolean begun;
    private boolean over;

    Turn(HttpServerRequest request, ResourceAnswer answer, Context loop) {
      this.request = request;
      this.answer = answer;
      this.loop = loop;
    }

    Future<Void> done() {
      return done.future();
    }

    @Override
    public long bytes() {
      return answer.bytes();
    }

    @Override
    public void begin() {
      loop.runOnContext(_ -> send());
    }

    void send() {
      begun = true;
      var waited = Duration.ofNanos(System.nanoTime() - cameAtNanos);
      request.response().putHeader("Server-Timing", "queue;dur=" + waited.toMillis());
      var sent = request.response().closed() ? Future.<Void>failedFuture("hung up") : answer.send();
      sent.onComplete(end -> over(end.succeeded()));
      sent.onSuccess(done::complete).onFailure(done::fail);
    }

    void hungUp() {
      if (begun) {
        over(false);
      } else if (gate.giveUp(this)) {
        done.fail("hung up while it waited");
      }
    }

    /** What is not told as sent by the loop's next turn was not. */
    private void over(boolean whole) {
      if (!over) {
        over = true;
        vertx.runOnContext(
            _ -> call(gate.leave(whole ? 0 : answer.unsentBytes(), clock.instant())));
      }
    }
  }
}
