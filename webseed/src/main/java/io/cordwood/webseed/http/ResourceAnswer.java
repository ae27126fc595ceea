package io.cordwood.webseed.http;

import io.cordwood.webseed.range.ByteRange;
import io.cordwood.webseed.range.Conditions;
import io.cordwood.webseed.range.Multipart;
import io.cordwood.webseed.range.Plan;
import io.cordwood.webseed.range.RangePlanner;
import io.cordwood.webseed.range.Representation;
import io.cordwood.webseed.store.Arriving;
import io.cordwood.webseed.store.Body;
import io.cordwood.webseed.store.Resource;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Does what a {@link Plan} says: one request, one resource. On the connection's event loop. One
 * range of a file leaves by sendfile; all else with back pressure.
 */
final class ResourceAnswer {
  /** What of a body in memory waits for one connection: as much as a small socket buffer takes. */
  private static final int MEMORY_PIECE_BYTES = 32 * 1024;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Resource resource;
  private final Representation representation;
  private final LongConsumer sent;
  private final Plan plan;
  private long sentBytes;

  /** {@code sent} is told of the body bytes of the resource that went out. */
  ResourceAnswer(Vertx vertx, HttpServerRequest request, Resource resource, LongConsumer sent) {
    this.vertx = vertx;
    this.request = request;
    this.response = request.response();
    this.resource = resource;
    this.representation = resource.representation();
    this.sent =
        bytes -> {
          sentBytes += bytes;
          sent.accept(bytes);
        };
    this.plan = RangePlanner.plan(conditions(), representation);
  }

  /** Of the resource, in the answer. */
  long bytes() {
    if (request.method().equals(HttpMethod.HEAD)) {
      return 0;
    }
    return switch (plan) {
      case Plan.Whole() -> representation.sizeBytes();
      case Plan.Part(ByteRange range) -> range.bytes();
      case Plan.Parts(List<ByteRange> ranges) -> ranges.stream().mapToLong(ByteRange::bytes).sum();
      case Plan.NotModified(), Plan.PreconditionFailed(), Plan.Unsatisfiable() -> 0;
    };
  }

  /** Of these, how many have not gone out as far as is known. */
  long unsentBytes() {
    return bytes() - sentBytes;
  }

  /** Answers; fails when the bytes cannot be read, or when the other side went away. */
  Future<Void> send() {
    return switch (plan) {
      case Plan.Whole() -> whole();
      case Plan.Part(ByteRange range) -> part(range);
      case Plan.Parts(List<ByteRange> ranges) -> parts(ranges);
      case Plan.NotModified() -> notModified();
      case Plan.PreconditionFailed() -> Refusals.send(request, Problem.PRECONDITION_FAILED);
      case Plan.Unsatisfiable() -> unsatisfiable();
    };
  }

  private Conditions conditions() {
    return new Conditions(
        request.method().equals(HttpMethod.HEAD),
        single("Range"),
        single("If-Range"),
        list("If-Match"),
        list("If-None-Match"));
  }

  /** A field that may stand once; a request that repeats it has it not (RFC 9110 §5.3). */
  private Optional<String> single(String name) {
    var values = request.headers().getAll(name);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private Optional<String> list(String name) {
    var values = request.headers().getAll(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  private Future<Void> whole() {
    describe(200, representation.contentType(), representation.sizeBytes());
    if (request.method().equals(HttpMethod.HEAD) || representation.sizeBytes() == 0) {
      return response.end();
    }
    return body(new ByteRange(0, representation.sizeBytes() - 1));
  }

  private Future<Void> part(ByteRange range) {
    describe(206, representation.contentType(), range.bytes());
    response.putHeader("Content-Range", range.contentRange(representation.sizeBytes()));
    return body(range);
  }

  private Future<Void> notModified() {
    validators(response.headers());
    return response.setStatusCode(304).end();
  }

  private Future<Void> unsatisfiable() {
    response.putHeader("Content-Range", "bytes */" + representation.sizeBytes());
    return Refusals.send(request, Problem.UNSATISFIABLE);
  }

  private void describe(int status, String contentType, long bytes) {
    validators(response.headers());
    response
        .setStatusCode(status)
        .putHeader("Accept-Ranges", "bytes")
        .putHeader("Content-Type", contentType)
        .putHeader("Content-Length", Long.toString(bytes));
  }

  private void validators(MultiMap headers) {
    headers
        .add("ETag", representation.tag().field())
        .add("Cache-Control", representation.cacheControl());
    resource.encoding().ifPresent(encoding -> headers.add("Content-Encoding", encoding));
  }

  private Future<Void> body(ByteRange range) {
    return switch (resource.body()) {
      case Body.OnDisk(var file) -> {
        SentFileBytes.listen(request.connection(), sent);
        yield response.sendFile(file.toString(), range.first(), range.bytes());
      }
      case Body.Coming(var coming) -> asItComes(coming, range).compose(_ -> response.end());
      case Body.InMemory _, Body.Zeros _ -> inMemory(range).compose(_ -> response.end());
    };
  }

  /**
   * The same as from memory, waiting for what is not here; the head leaves with the first of it.
   */
  private Future<Void> asItComes(Arriving coming, ByteRange range) {
    int first = (int) range.first();
    return Future.fromCompletionStage(coming.beyond(first), vertx.getOrCreateContext())
        .compose(
            _ -> {
              long here = Math.min(range.last() + 1, coming.ready()) - first;
              int count = (int) Math.min(here, MEMORY_PIECE_BYTES);
              var written = response.write(Buffer.buffer(coming.copy(first, count)));
              written.onSuccess(_ -> sent.accept(count));
              boolean last = first + count > range.last();
              return last
                  ? written
                  : written.compose(
                      _ -> asItComes(coming, new ByteRange(first + count, range.last())));
            });
  }

  /** Piece after piece, so that a connection whose other end does not read holds one of them. */
  private Future<Void> inMemory(ByteRange range) {
    Future<Void> written = Future.succeededFuture();
    for (long first = range.first(); first <= range.last(); first += MEMORY_PIECE_BYTES) {
      var piece = new ByteRange(first, Math.min(range.last(), first + MEMORY_PIECE_BYTES - 1));
      written =
          written
              .compose(_ -> response.write(bytes(piece)))
              .onSuccess(_ -> sent.accept(piece.bytes()));
    }
    return written;
  }

  private Buffer bytes(ByteRange range) {
    int bytes = (int) range.bytes();
    return switch (resource.body()) {
      case Body.InMemory(byte[] all) ->
          Buffer.buffer(bytes).appendBytes(all, (int) range.first(), bytes);
      case Body.Zeros _ -> Buffer.buffer(new byte[bytes]);
      case Body.OnDisk _, Body.Coming _ ->
          throw new IllegalStateException("a file is not in memory");
    };
  }

  private Future<Void> parts(List<ByteRange> ranges) {
    var frame = new Multipart(representation, ranges);
    describe(206, frame.contentType(), frame.bytes());
    return switch (resource.body()) {
      case Body.OnDisk(var file) ->
          vertx
              .fileSystem()
              .open(file.toString(), new OpenOptions().setWrite(false).setCreate(false))
              .compose(
                  open ->
                      parts(frame, ranges, range -> fromDisk(open, range)).eventually(open::close));
      case Body.Coming(var coming) -> parts(frame, ranges, range -> asItComes(coming, range));
      case Body.InMemory _, Body.Zeros _ -> parts(frame, ranges, this::inMemory);
    };
  }

  private Future<Void> parts(
      Multipart frame, List<ByteRange> ranges, Function<ByteRange, Future<Void>> body) {
    Future<Void> written = Future.succeededFuture();
    for (ByteRange range : ranges) {
      written =
          written
              .compose(_ -> response.write(Buffer.buffer(frame.head(range))))
              .compose(_ -> body.apply(range));
    }
    return written.compose(_ -> response.end(Buffer.buffer(frame.tail())));
  }

  private Future<Void> fromDisk(AsyncFile file, ByteRange range) {
    file.setReadPos(range.first()).setReadLength(range.bytes());
    return file.pipe().endOnComplete(false).to(new CountingStream(response, sent));
  }
}
