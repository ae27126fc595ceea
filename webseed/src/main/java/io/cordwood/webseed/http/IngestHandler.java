package io.cordwood.webseed.http;

import io.cordwood.webseed.live.Channel;
import io.cordwood.webseed.live.Channels;
import io.cordwood.webseed.live.Ingest;
import io.cordwood.webseed.live.IngestPath;
import io.cordwood.webseed.live.Recording;
import io.cordwood.webseed.live.Tenure;
import io.cordwood.webseed.publish.PublishException;
import io.cordwood.webseed.store.TitleDocument;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers publishers (PROTOCOL §3): PUT or POST of a file, DELETE of one, POST and DELETE of the
 * channel itself, which begin and end it. One for all event loops.
 */
final class IngestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(IngestHandler.class);
  private static final int MAX_UNDER_WAY = 64;

  private final Vertx vertx;
  private final Channels channels;
  private final Recording recording;
  private final MeterRegistry metrics;
  private final AtomicLong bytesUnderWay = new AtomicLong();
  private final Map<Channel, AtomicInteger> underWay = new ConcurrentHashMap<>();

  IngestHandler(Vertx vertx, Channels channels, Recording recording, MeterRegistry metrics) {
    this.vertx = vertx;
    this.channels = channels;
    this.recording = recording;
    this.metrics = metrics;
  }

  /** Answers one; {@code components} are those of its path that follow {@code ingest}. */
  Future<Void> answer(HttpServerRequest request, List<String> components) {
    long order = channels.nextOrder();
    var path = IngestPath.of(components);
    if (path.isEmpty()) {
      return refuse(request, IngestProblem.BAD_PATH, "path");
    }
    var key = IngestKey.of(request, path.get());
    var ready = channels.ready(path.get().slug());
    if (ready.isPresent() && key.filter(ready.get()::knows).isPresent()) {
      return admitted(request, path.get(), order, ready.get());
    }
    UploadBody.throwAway(vertx, request);
    return vertx
        .executeBlocking(() -> door(path.get(), key), false)
        .compose(door -> knock(request, path.get(), order, door));
  }

  /** A channel, if there is one, and whether the key is its. */
  private record Door(Optional<Channel> channel, boolean opens) {}

  private Door door(IngestPath path, Optional<String> key) throws IOException {
    var channel = channels.channel(path.slug());
    boolean opens = channel.isPresent() && key.isPresent() && channel.get().accepts(key.get());
    return new Door(channel, opens);
  }

  private Future<Void> knock(HttpServerRequest request, IngestPath path, long order, Door door) {
    if (door.channel().isEmpty()) {
      return refuse(request, IngestProblem.NO_CHANNEL, "no-channel");
    }
    if (!door.opens()) {
      request.response().putHeader("WWW-Authenticate", "Basic realm=\"ingest\"");
      return refuse(request, IngestProblem.WRONG_KEY, "wrong-key");
    }
    return path.file().isEmpty()
        ? admitted(request, path, order, door.channel().get())
        : refuse(request, IngestProblem.NOT_YET, "not-yet");
  }

  private Future<Void> admitted(
      HttpServerRequest request, IngestPath path, long order, Channel channel) {
    boolean ofChannel = path.file().isEmpty();
    return switch (request.method().name()) {
      case "POST" -> ofChannel ? begin(request, channel) : take(request, path, order, channel);
      case "PUT" -> ofChannel ? refuseMethod(request) : take(request, path, order, channel);
      case "DELETE" ->
          ofChannel ? end(request, channel) : request.response().setStatusCode(204).end();
      default -> refuseMethod(request);
    };
  }

  private Future<Void> refuseMethod(HttpServerRequest request) {
    request.response().putHeader("Allow", "PUT, POST, DELETE");
    return refuse(request, IngestProblem.METHOD_NOT_ALLOWED, "method");
  }

  private Future<Void> take(
      HttpServerRequest request, IngestPath path, long order, Channel channel) {
    if (channel.state() == Channel.State.ENDED) {
      return refuse(request, IngestProblem.ENDED, "ended");
    }
    var here = underWay.computeIfAbsent(channel, _ -> new AtomicInteger());
    if (here.get() >= MAX_UNDER_WAY) {
      return refuse(request, IngestProblem.TOO_MANY, "too-many");
    }
    here.incrementAndGet();
    var taken =
        switch (path.kind()) {
          case PLAYLIST -> playlist(request, path, order, channel);
          case MEDIA -> media(request, path, order, channel);
          case OTHER -> refuse(request, IngestProblem.BAD_PATH, "path");
        };
    return taken.onComplete(_ -> here.decrementAndGet());
  }

  /** Whether this webseed may take the channel's input; asks the node when it must. */
  private Future<Tenure.Entry> enter(Channel channel) {
    var entry = channel.entry();
    return entry instanceof Tenure.Entry.MustAsk
        ? vertx.executeBlocking(channel::ask, false)
        : Future.succeededFuture(entry);
  }

  private Future<Void> refuseEntry(HttpServerRequest request, Tenure.Entry entry) {
    var no =
        entry instanceof Tenure.Entry.MayNot(int status, String sentence)
            ? IngestProblem.notHere(status, sentence)
            : IngestProblem.NOT_YET;
    if (no.status() == 503) {
      request.response().putHeader("Retry-After", "1");
    }
    return refuse(request, no, no.status() == 409 ? "not-here" : "no-node");
  }

  /** What came is not taken, but for what encoders send once. */
  private Future<Void> refuseBody(
      HttpServerRequest request,
      IngestPath path,
      Channel channel,
      Tenure.Entry entry,
      UploadBody.Result body) {
    return switch (body) {
      case UploadBody.Whole(Buffer bytes) ->
          vertx
              .executeBlocking(
                  () -> {
                    Ingest.refused(channel, path, bytes.getBytes());
                    return null;
                  },
                  false)
              .compose(_ -> refuseEntry(request, entry));
      case UploadBody.Broken(var why) -> broken(request, why);
    };
  }

  private Future<Void> playlist(
      HttpServerRequest request, IngestPath path, long order, Channel channel) {
    var entered = enter(channel);
    return UploadBody.read(vertx, request, Ingest.MAX_PLAYLIST_BYTES, bytesUnderWay)
        .compose(
            body ->
                entered.compose(
                    entry ->
                        entry instanceof Tenure.Entry.May
                            ? playlist(request, path, order, channel, body)
                            : refuseBody(request, path, channel, entry, body)));
  }

  private Future<Void> playlist(
      HttpServerRequest request,
      IngestPath path,
      long order,
      Channel channel,
      UploadBody.Result body) {
    return switch (body) {
      case UploadBody.Whole(Buffer bytes) ->
          vertx
              .executeBlocking(() -> Ingest.playlist(channel, path, order, bytes.toString()), false)
              .compose(outcome -> told(request, outcome));
      case UploadBody.Broken(var why) -> broken(request, why);
    };
  }

  private Future<Void> media(
      HttpServerRequest request, IngestPath path, long order, Channel channel) {
    var entered = enter(channel);
    var begun =
        entered.compose(
            entry ->
                entry instanceof Tenure.Entry.May
                    ? vertx.executeBlocking(() -> Ingest.begin(channel, path, order), false)
                    : Future.succeededFuture(false));
    return UploadBody.read(vertx, request, Ingest.MAX_SEGMENT_BYTES, bytesUnderWay)
        .compose(
            body ->
                begun.compose(
                    admitted ->
                        admitted
                            ? media(request, path, order, channel, body)
                            : notAdmitted(request, path, channel, entered.result(), body)));
  }

  private Future<Void> notAdmitted(
      HttpServerRequest request,
      IngestPath path,
      Channel channel,
      Tenure.Entry entry,
      UploadBody.Result body) {
    return entry instanceof Tenure.Entry.May
        ? refuse(request, IngestProblem.TOO_MANY, "too-many")
        : refuseBody(request, path, channel, entry, body);
  }

  private Future<Void> media(
      HttpServerRequest request,
      IngestPath path,
      long order,
      Channel channel,
      UploadBody.Result body) {
    return switch (body) {
      case UploadBody.Whole(Buffer bytes) ->
          vertx
              .executeBlocking(() -> Ingest.file(channel, path, order, bytes.getBytes()), false)
              .compose(outcome -> told(request, outcome));
      case UploadBody.Broken(var why) ->
          vertx
              .executeBlocking(
                  () -> {
                    Ingest.discard(channel, path, order);
                    return null;
                  },
                  false)
              .compose(_ -> broken(request, why));
    };
  }

  private Future<Void> told(HttpServerRequest request, Ingest.Outcome outcome) {
    return switch (outcome) {
      case Ingest.Outcome.Taken() -> {
        count("taken");
        yield request.response().setStatusCode(201).putHeader("Content-Length", "0").end();
      }
      case Ingest.Outcome.Refused(int status, String sentence) ->
          refuse(request, IngestProblem.of(status, sentence), "unusable");
    };
  }

  private Future<Void> broken(HttpServerRequest request, UploadBody.Why why) {
    return switch (why) {
      case ENDED_EARLY -> {
        count("ended-early");
        yield Future.succeededFuture();
      }
      case TOO_BIG -> refuse(request, IngestProblem.TOO_BIG, "too-big");
      case SLOW -> refuse(request, IngestProblem.SLOW, "slow");
      case TOO_MANY -> refuse(request, IngestProblem.TOO_MANY, "too-many");
    };
  }

  private Future<Void> begin(HttpServerRequest request, Channel channel) {
    return vertx
        .executeBlocking(
            () -> {
              var entry = channel.ask();
              if (entry instanceof Tenure.Entry.May) {
                channel.goOn();
              }
              return entry;
            },
            false)
        .compose(
            entry ->
                entry instanceof Tenure.Entry.May
                    ? say(request, new JsonObject().put("title", channel.title().toString()))
                    : refuseEntry(request, entry));
  }

  private Future<Void> end(HttpServerRequest request, Channel channel) {
    return vertx
        .executeBlocking(channel::ask, false)
        .compose(
            entry ->
                entry instanceof Tenure.Entry.May
                    ? endNow(request, channel)
                    : refuseEntry(request, entry));
  }

  private Future<Void> endNow(HttpServerRequest request, Channel channel) {
    return vertx
        .executeBlocking(
            () -> {
              channel.end();
              return recording.of(channel);
            },
            false)
        .compose(film -> say(request, ended(channel, film)))
        .recover(
            failure ->
                failure instanceof PublishException
                    ? refuse(
                        request,
                        new Problem(500, "There is no film", failure.getMessage()),
                        "no-film")
                    : Future.failedFuture(failure));
  }

  private static JsonObject ended(Channel channel, Optional<TitleDocument> film) {
    var json = new JsonObject().put("title", channel.title().toString());
    film.ifPresent(
        title ->
            json.put("recording", title.id().toString()).put("durationMs", title.durationMs()));
    return json;
  }

  private static Future<Void> say(HttpServerRequest request, JsonObject body) {
    return request
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(body.encode());
  }

  /** What is still sent is read and thrown away for a moment, so that the answer can be read. */
  private Future<Void> refuse(HttpServerRequest request, Problem problem, String outcome) {
    count(outcome);
    if (request.response().closed()) {
      return Future.succeededFuture();
    }
    if (!request.isEnded()) {
      request.response().putHeader("Connection", "close");
      UploadBody.throwAway(vertx, request);
    }
    return Refusals.send(request, problem);
  }

  private void count(String outcome) {
    metrics.counter("cordwood.webseed.ingest", "outcome", outcome).increment();
  }
}
