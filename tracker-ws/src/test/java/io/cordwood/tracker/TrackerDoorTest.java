package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.tracker.TrackerCounters.Count;
import io.cordwood.tracker.testkit.Listener;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TrackerDoorTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @Test
  void healthSaysUp() throws Exception {
    try (var rig = DoorRig.echo()) {
      var answer = rig.get("/health");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
      assertThat(answer.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void whatIsNoWebSocketIsToldWhatToDo() throws Exception {
    try (var rig = DoorRig.echo()) {
      var answer = rig.get("/announce");
      assertThat(answer.statusCode()).isEqualTo(426);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(answer.body()).contains("Connect with a WebSocket");
    }
  }

  @Test
  void anyPathBecomesAWebSocket() throws Exception {
    try (var rig = DoorRig.echo()) {
      for (var path : new String[] {"/", "/announce", "/announce/00ff?token=1", "/health"}) {
        var client = rig.connect(path);
        client.socket.sendText(path, true);
        assertThat(client.nextText()).isEqualTo(path);
        client.socket.abort();
      }
    }
  }

  @Test
  void messagesInPartsAndBinaryMessagesAreReadAsText() throws Exception {
    try (var rig = DoorRig.echo()) {
      var client = rig.connect("/");
      DoorRig.get(client.socket.sendText("on", false));
      DoorRig.get(client.socket.sendText("e", true));
      assertThat(client.nextText()).isEqualTo("one");
      DoorRig.get(client.socket.sendBinary(StandardCharsets.UTF_8.encode("zw"), false));
      DoorRig.get(client.socket.sendBinary(StandardCharsets.UTF_8.encode("ölf"), true));
      assertThat(client.nextText()).isEqualTo("zwölf");
      client.socket.abort();
    }
  }

  @Test
  void aPingIsAnsweredWithItsPayload() throws Exception {
    try (var rig = DoorRig.echo()) {
      var client = rig.connect("/");
      client.socket.sendPing(ByteBuffer.wrap(HELLO));
      assertThat(client.nextPong()).isEqualTo("hello");
      assertThat(rig.counters.get(Count.PINGS)).isEqualTo(1);
      client.socket.abort();
    }
  }

  @Test
  void aPingBetweenThePartsOfAMessageIsAnsweredAtOnce() throws Exception {
    try (var rig = DoorRig.echo();
        var raw = rig.raw()) {
      raw.send(RawSocket.TEXT, false, HELLO);
      raw.send(RawSocket.PING, true, HELLO);
      assertThat(raw.read().opcode()).isEqualTo(RawSocket.PONG);
      raw.send(RawSocket.CONTINUATION, true, HELLO);
      assertThat(raw.read().payload()).asString().isEqualTo("hellohello");
    }
  }

  @Test
  void aCloseIsAnsweredWithItsCode() throws Exception {
    try (var rig = DoorRig.echo()) {
      var client = rig.connect("/");
      client.socket.sendClose(WebSocket.NORMAL_CLOSURE, "done");
      assertThat(DoorRig.get(client.closed)).isEqualTo(WebSocket.NORMAL_CLOSURE);
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(rig.door.connections()).isZero();
    }
  }

  @Test
  void aCloseWithoutACodeIsAnswered() throws Exception {
    try (var rig = DoorRig.echo();
        var raw = rig.raw()) {
      raw.send(RawSocket.CLOSE, true, new byte[0]);
      var answer = raw.read();
      assertThat(answer.opcode()).isEqualTo(RawSocket.CLOSE);
      assertThat(answer.payload()).isEmpty();
      assertThat(raw.isEnded()).isTrue();
    }
  }

  @Test
  void permessageDeflateIsNotNegotiated() throws Exception {
    try (var rig = DoorRig.echo();
        var raw = rig.raw()) {
      assertThat(raw.head).contains("101").doesNotContainIgnoringCase("deflate");
    }
  }

  @Test
  void theLargestMessageIsReadAndOneByteMoreIsClosed1009() throws Exception {
    int max = DoorRig.config().limits().messageBytes();
    try (var rig = DoorRig.echo()) {
      var bystander = rig.connect("/");
      var client = rig.connect("/");
      client.socket.sendText("x".repeat(max), true);
      assertThat(client.nextText()).hasSize(max);
      client.socket.sendText("x".repeat(max + 1), true);
      assertThat(DoorRig.get(client.closed)).isEqualTo(1009);
      assertThat(rig.counters.get(Count.TOO_BIG)).isEqualTo(1);
      assertUnaffected(bystander);
    }
  }

  @Test
  void aMessageThatIsTooBigInPartsIsClosed1009() throws Exception {
    try (var rig = new DoorRig(DoorRig.config(9, 1000, 100_000), ignore());
        var raw = rig.raw()) {
      raw.send(RawSocket.TEXT, false, new byte[600]);
      raw.send(RawSocket.CONTINUATION, false, new byte[600]);
      assertThat(raw.read().closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aFrameThatOnlyClaimsToBeHugeHoldsNoMemoryAndIsClosed() throws Exception {
    try (var rig = new DoorRig(DoorRig.config(9, 1000, 100_000), ignore());
        var raw = rig.raw()) {
      raw.begin(RawSocket.TEXT, true, Integer.MAX_VALUE);
      raw.write(new byte[2000]);
      assertThat(raw.read().closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aBreachOfTheFramingIsClosed1002() throws Exception {
    try (var rig = DoorRig.echo()) {
      var bystander = rig.connect("/");
      try (var raw = rig.raw()) {
        raw.send(RawSocket.CONTINUATION, true, HELLO);
        assertThat(raw.read().closeCode()).isEqualTo(1002);
      }
      try (var raw = rig.raw()) {
        raw.write(new byte[] {(byte) 0x81, 1, 'a'});
        assertThat(raw.read().closeCode()).isEqualTo(1002);
      }
      try (var raw = rig.raw()) {
        raw.send(0x3, true, HELLO);
        assertThat(raw.read().closeCode()).isEqualTo(1002);
      }
      assertUnaffected(bystander);
    }
  }

  @Test
  void whoStillSendsWhenWeCloseMeetsNoResetAndReadsWhatWaitedAndThenWhy() throws Exception {
    for (int code : new int[] {1001, 1007, 1008, 1013}) {
      try (var rig = new DoorRig(patient(), closing(code));
          var raw = rig.raw()) {
        raw.send(RawSocket.TEXT, true, HELLO);
        rig.awaitCount(Count.MESSAGES, 1);
        for (int i = 0; i < 50; i++) {
          raw.send(RawSocket.TEXT, true, new byte[100_000]);
          raw.send(RawSocket.PING, true, HELLO);
        }
        assertThat(raw.read().payload()).asString().isEqualTo("the last words");
        var close = raw.read();
        assertThat(close.closeCode()).isEqualTo(code);
        assertThat(close.closeReason()).isEqualTo("the reason");
        assertThat(raw.hasEndedOrderly()).isTrue();
        raw.send(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
        rig.awaitCount(Count.CLOSED, 1);
        assertThat(rig.counters.get(Count.MESSAGES)).isEqualTo(1);
        assertThat(rig.counters.get(Count.BROKEN)).isZero();
        assertThat(rig.counters.get(Count.CLOSE_UNANSWERED)).isZero();
      }
    }
  }

  @Test
  void whoAnswersOurCloseByHangingUpIsNotTakenForBroken() throws Exception {
    try (var rig = new DoorRig(patient(), closing(1008))) {
      try (var raw = rig.raw()) {
        raw.send(RawSocket.TEXT, true, HELLO);
        raw.read();
        assertThat(raw.read().closeCode()).isEqualTo(1008);
        assertThat(raw.hasEndedOrderly()).isTrue();
      }
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(rig.counters.get(Count.BROKEN)).isZero();
      assertThat(rig.counters.get(Count.CLOSE_UNANSWERED)).isZero();
    }
  }

  @Test
  void whoTalksOnInsteadOfAnsweringOurCloseIsCutAllTheSame() throws Exception {
    try (var rig = new DoorRig(DoorRig.config(9, 10, 100), ignore());
        var raw = rig.raw()) {
      raw.send(RawSocket.TEXT, true, new byte[11]);
      assertThat(raw.read().closeCode()).isEqualTo(1009);
      DoorRig.await(
          "is cut", () -> !raw.canSend(HELLO) || rig.counters.get(Count.CLOSE_UNANSWERED) == 1);
      rig.awaitCount(Count.CLOSE_UNANSWERED, 1);
      rig.awaitCount(Count.CLOSED, 1);
    }
  }

  @Test
  void whoDoesNotAnswerOurCloseIsCut() throws Exception {
    try (var rig = new DoorRig(DoorRig.config(9, 10, 100), ignore());
        var raw = rig.raw()) {
      raw.send(RawSocket.TEXT, true, new byte[11]);
      assertThat(raw.read().closeCode()).isEqualTo(1009);
      assertThat(raw.isEnded()).isTrue();
      rig.awaitCount(Count.CLOSE_UNANSWERED, 1);
      rig.awaitCount(Count.CLOSED, 1);
    }
  }

  @Test
  void slowSendersTogetherHoldNoMoreThanTheBound() throws Exception {
    try (var rig = new DoorRig(DoorRig.config(9, 1000, 1500), ignore());
        var one = rig.raw();
        var two = rig.raw()) {
      one.send(RawSocket.TEXT, false, new byte[900]);
      one.send(RawSocket.PING, true, HELLO);
      assertThat(one.read().opcode()).isEqualTo(RawSocket.PONG);
      two.send(RawSocket.TEXT, false, new byte[900]);
      assertThat(two.read().closeCode()).isEqualTo(1013);
      assertThat(rig.counters.get(Count.PARTIAL_OVERFLOW)).isEqualTo(1);
      one.send(RawSocket.CONTINUATION, true, HELLO);
      rig.awaitCount(Count.MESSAGES, 1);
    }
  }

  @Test
  void aFullDoorRefusesWith503AndTakesTheNextWhenThereIsRoom() throws Exception {
    try (var rig = new DoorRig(DoorRig.config(1, 1000, 1500), ignore())) {
      var first = rig.connect("/");
      try (var raw = rig.raw()) {
        assertThat(raw.head).startsWith("HTTP/1.1 503").contains("Retry-After");
      }
      assertThat(rig.counters.get(Count.REFUSED_FULL)).isEqualTo(1);
      first.socket.sendClose(1000, "");
      DoorRig.await("the place is free", () -> rig.door.seats() == 0);
      try (var raw = rig.raw()) {
        assertThat(raw.head).startsWith("HTTP/1.1 101");
      }
    }
  }

  @Test
  void aHandlerThatThrowsIsCountedAndTheConnectionGoesOn() throws Exception {
    try (var rig =
            new DoorRig(
                DoorRig.config(),
                DoorRig.saying(
                    (from, text) -> {
                      if (text.equals("bad")) {
                        throw new IllegalStateException("a fault made by the test");
                      }
                      DoorRig.send(from, text);
                    }));
        var raw = rig.raw()) {
      raw.send(RawSocket.TEXT, true, "bad".getBytes(StandardCharsets.UTF_8));
      raw.send(RawSocket.TEXT, true, HELLO);
      assertThat(raw.read().payload()).asString().isEqualTo("hello");
      assertThat(rig.counters.get(Count.HANDLER_FAILED)).isEqualTo(1);
    }
  }

  @Test
  void offersAreLostFirstThenAnswersAndRepliesNever() throws Exception {
    var big = new byte[4 * 1024];
    var bounds = new TrackerConfig.Output(1_000_000, 2_000_000, 2_000_000_000, Long.MAX_VALUE);
    try (var rig =
            new DoorRig(
                DoorRig.config().with(bounds),
                DoorRig.saying(
                    (from, text) -> {
                      for (int i = 0; i < 10_000; i++) {
                        from.send(big, Importance.valueOf(text));
                      }
                    }));
        var raw = rig.raw()) {
      raw.send(RawSocket.TEXT, true, "OFFER".getBytes(StandardCharsets.UTF_8));
      rig.awaitCount(Count.MESSAGES, 1);
      DoorRig.await("offers lost", () -> rig.counters.get(Count.OFFERS_DROPPED) > 0);
      assertThat(rig.counters.get(Count.ANSWERS_DROPPED)).isZero();
      raw.send(RawSocket.TEXT, true, "ANSWER".getBytes(StandardCharsets.UTF_8));
      DoorRig.await("answers lost", () -> rig.counters.get(Count.ANSWERS_DROPPED) > 0);
      long sent = rig.counters.get(Count.SENT);
      raw.send(RawSocket.TEXT, true, "REPLY".getBytes(StandardCharsets.UTF_8));
      rig.awaitCount(Count.SENT, sent + 10_000);
      assertThat(rig.counters.get(Count.SLOW_READER)).isZero();
    }
  }

  @Test
  void whoIsSilentIsPingedAndCutWhenItDoesNotAnswer() throws Exception {
    var usual = DoorRig.config();
    var timing =
        new TrackerConfig.Timing(
            usual.timing().head(), Duration.ofSeconds(2), 2, Duration.ofSeconds(1), Duration.ZERO);
    try (var rig = new DoorRig(usual.with(timing), ignore());
        var raw = rig.raw()) {
      var living = rig.connect("/");
      assertThat(raw.read().opcode()).isEqualTo(RawSocket.PING);
      rig.awaitCount(Count.DEAD, 1);
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(rig.door.connections()).isEqualTo(1);
      living.socket.abort();
    }
  }

  @Test
  void whoIsProbedAndSaysNothingIsCutWithinSeconds() throws Exception {
    try (var rig = new DoorRig(DoorRig.config(), DoorRig.saying((from, text) -> from.probe()));
        var raw = rig.raw()) {
      var living = rig.connect("/");
      living.socket.sendText("probe me", true);
      raw.send(RawSocket.TEXT, true, HELLO);
      assertThat(raw.read().opcode()).isEqualTo(RawSocket.PING);
      rig.awaitCount(Count.DEAD, 1);
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(rig.door.connections()).isEqualTo(1);
      living.socket.abort();
    }
  }

  @Test
  void whoDoesNotReadIsCut() throws Exception {
    var big = "x".repeat(100_000);
    try (var rig =
            new DoorRig(
                DoorRig.config(),
                DoorRig.saying(
                    (from, text) -> {
                      for (int i = 0; i < 2000; i++) {
                        DoorRig.send(from, big);
                      }
                    }));
        var raw = rig.raw()) {
      raw.send(RawSocket.TEXT, true, HELLO);
      rig.awaitCount(Count.SLOW_READER, 1);
      rig.awaitCount(Count.CLOSED, 1);
    }
  }

  @Test
  void aDoorThatDrainsClosesAsGoingAwayAndIsDown() throws Exception {
    try (var rig = DoorRig.echo()) {
      var client = rig.connect("/");
      assertThat(rig.door.drain()).isTrue();
      assertThat(DoorRig.get(client.closed)).isEqualTo(1001);
      assertThat(rig.get("/health").statusCode()).isEqualTo(503);
      try (var raw = rig.raw()) {
        assertThat(raw.head).startsWith("HTTP/1.1 503");
      }
      assertThat(rig.counters.get(Count.REFUSED_DRAINING)).isEqualTo(1);
    }
  }

  @Test
  void aBrokenSocketLeavesNothingOpen() throws Exception {
    try (var rig = DoorRig.echo()) {
      try (var raw = rig.raw()) {
        raw.send(RawSocket.TEXT, false, HELLO);
      }
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(rig.door.connections()).isZero();
    }
  }

  @Test
  void aPortInUseIsOneClearSentence() throws Exception {
    try (var rig = DoorRig.echo()) {
      var second =
          new TrackerDoor(
              TrackerConfig.of("127.0.0.1", rig.door.port()),
              new TrackerCounters(),
              DoorRig.saying((from, text) -> {}));
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + rig.door.port())
          .hasMessageContaining("choose another port");
      second.close();
    }
  }

  private static void assertUnaffected(Listener bystander) throws Exception {
    bystander.socket.sendText("still here", true);
    assertThat(bystander.nextText()).isEqualTo("still here");
    bystander.socket.abort();
  }

  /** A door that waits long for the answer to its close. */
  private static TrackerConfig patient() {
    var usual = DoorRig.config();
    return usual.with(usual.timing().withEnd(Duration.ofMinutes(5), Duration.ZERO));
  }

  /** Says something and closes. */
  private static MessageHandler closing(int code) {
    return DoorRig.saying(
        (from, text) -> {
          DoorRig.send(from, "the last words");
          from.close(code, "the reason");
        });
  }

  private static MessageHandler ignore() {
    return DoorRig.saying((from, text) -> {});
  }
}
