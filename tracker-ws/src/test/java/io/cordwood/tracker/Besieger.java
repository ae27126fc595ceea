package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends malformed messages as fast as they are read, on one socket after the other: many in one
 * write, some in parts, pings between them, and now and then something for which the tracker closes
 * the socket. One thread writes, another reads.
 */
final class Besieger {
  private static final byte[] SYNC = {'s'};
  private static final byte[] PING = {'p'};
  private static final int BATCH_BYTES = 48 * 1024;
  private static final int BATCHES_AHEAD = 3;
  private static final int BATCHES_OF_A_SOCKET = 24;
  private static final int PATIENCE_SECONDS = 60;
  private static final int UNKNOWN_OPCODE = 0x3;
  private static final int TOO_LARGE_BYTES = 128 * 1024 + 1;

  /** How a socket ends. */
  private enum End {
    NOT_UTF8(1007),
    BREACH(1002),
    TOO_LARGE(1009),
    POLITE(1000),
    RESET(0);

    private final int code;

    End(int code) {
      this.code = code;
    }
  }

  private final TrackerRig rig;
  private final SplittableRandom random;
  private final Malformed malformed;
  private final List<byte[]> forged;
  long messages;
  long notUtf8;
  long pings;
  long sockets;

  Besieger(TrackerRig rig, long seed, SwarmId swarm, PeerId alice, PeerId bob) {
    this.rig = rig;
    this.random = new SplittableRandom(seed);
    this.malformed = new Malformed(random.split());
    this.forged =
        List.of(
            utf8(Said.announce(swarm, alice, Said.STOPPED)),
            utf8(Said.announce(swarm, bob, Said.STARTED, Said.offers(Said.offer(1)))),
            utf8(Said.announce(swarm, alice, Said.trackerId("AAAAAAAAAAAAAAAA"))),
            utf8(Said.answer(swarm, bob, alice, Said.offer(random.nextInt(9_999)), "x")));
  }

  /** Until this many messages of all besiegers are sent. */
  void run(AtomicLong left) throws Exception {
    for (int i = 0; left.get() > 0; i++) {
      besiege(left, End.values()[i % End.values().length]);
    }
  }

  private void besiege(AtomicLong left, End end) throws Exception {
    sockets++;
    try (var client = rig.client()) {
      var reader = new Reader(client.socket);
      Thread.ofVirtual().start(reader);
      for (int i = 0; i < BATCHES_OF_A_SOCKET && left.get() > 0; i++) {
        reader.await();
        long before = messages;
        client.socket.write(batch());
        left.addAndGet(before - messages);
      }
      for (int i = 0; i < BATCHES_AHEAD; i++) {
        reader.await();
      }
      end(client.socket, end);
      if (end != End.RESET) {
        assertThat(reader.closed)
            .as("%s", end)
            .succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS))
            .isEqualTo(end.code);
      }
    }
  }

  private byte[] batch() {
    var out = new ByteArrayOutputStream(2 * BATCH_BYTES);
    while (out.size() < BATCH_BYTES) {
      messages++;
      message(out, random.nextInt(32) == 0 ? forged() : malformed.next());
    }
    ping(out, SYNC);
    return out.toByteArray();
  }

  private byte[] forged() {
    return forged.get(random.nextInt(forged.size()));
  }

  private void message(ByteArrayOutputStream out, byte[] message) {
    int opcode = random.nextInt(8) == 0 ? RawSocket.BINARY : RawSocket.TEXT;
    for (int from = 0; ; opcode = RawSocket.CONTINUATION) {
      boolean whole = random.nextInt(16) != 0;
      int to = whole ? message.length : random.nextInt(from, message.length + 1);
      out.writeBytes(RawSocket.frame(opcode, whole, Arrays.copyOfRange(message, from, to)));
      from = to;
      if (whole) {
        return;
      }
      if (random.nextBoolean()) {
        ping(out, PING);
      }
    }
  }

  private void ping(ByteArrayOutputStream out, byte[] payload) {
    pings++;
    out.writeBytes(RawSocket.frame(RawSocket.PING, true, payload));
  }

  private void end(RawSocket socket, End end) throws IOException {
    switch (end) {
      case NOT_UTF8 -> {
        messages++;
        notUtf8++;
        socket.send(RawSocket.TEXT, true, malformed.notUtf8());
      }
      case BREACH -> socket.send(UNKNOWN_OPCODE, true, PING);
      case TOO_LARGE -> socket.send(RawSocket.TEXT, true, new byte[TOO_LARGE_BYTES]);
      case POLITE -> socket.send(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
      case RESET -> socket.reset();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads all that comes; knows how many batches were handled, and how the socket ended. */
  private static final class Reader implements Runnable {
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final RawSocket socket;
    private final Semaphore ahead = new Semaphore(BATCHES_AHEAD);

    Reader(RawSocket socket) {
      this.socket = socket;
    }

    /** Waits until all batches but a few are handled. */
    void await() throws InterruptedException {
      assertThat(ahead.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("a batch is handled; closed: %s", closed)
          .isTrue();
    }

    @Override
    public void run() {
      try {
        for (var frame = socket.read(); ; frame = socket.read()) {
          if (frame.opcode() == RawSocket.PONG && Arrays.equals(frame.payload(), SYNC)) {
            ahead.release();
          } else if (frame.opcode() == RawSocket.CLOSE) {
            closed.complete(frame.closeCode());
            return;
          }
        }
      } catch (IOException e) {
        closed.completeExceptionally(e);
      }
    }
  }
}
