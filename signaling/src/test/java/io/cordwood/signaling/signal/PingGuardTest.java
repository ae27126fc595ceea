package io.cordwood.signaling.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PingGuardTest {
  private static final int HIGH_WATER_BYTES = 1024;

  private final AtomicInteger heldBack = new AtomicInteger();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new PingGuard(heldBack::incrementAndGet), new Answering());

  /** Answers pings as Vert.x does; what it writes stays until the test flushes, as if unread. */
  private static final class Answering extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof PingWebSocketFrame ping) {
        context.write(new PongWebSocketFrame(ping.content()));
      } else {
        context.fireChannelRead(message);
      }
    }
  }

  PingGuardTest() {
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(512, HIGH_WATER_BYTES));
  }

  @AfterEach
  void closeChannel() {
    channel.finishAndReleaseAll();
  }

  @Test
  void theAnswersToOneWhoDoesNotReadAreBounded() {
    for (int i = 0; i < 10_000; i++) {
      ping(i);
    }
    assertThat(waitingBytes()).isBetween(1L, 2L * HIGH_WATER_BYTES);
    assertThat(heldBack.get()).isGreaterThan(9_000);
  }

  @Test
  void theLatestPingIsAnsweredOnceThereIsRoom() {
    for (int i = 0; i < 1_000; i++) {
      ping(i);
    }
    assertThat(lastAnswer()).isNotEqualTo(999);
    channel.flush();
    assertThat(lastAnswer()).isEqualTo(999);
  }

  @Test
  void aPingOfOneWhoReadsIsAnsweredAtOnce() {
    ping(7);
    assertThat(lastAnswer()).isEqualTo(7);
    assertThat(heldBack).hasValue(0);
  }

  @Test
  void messagesPassWhateverWaits() {
    for (int i = 0; i < 1_000; i++) {
      ping(i);
    }
    channel.writeInbound(new TextWebSocketFrame("{}"));
    TextWebSocketFrame passed = channel.readInbound();
    assertThat(passed.text()).isEqualTo("{}");
    passed.release();
  }

  private void ping(int number) {
    channel.writeOneInbound(new PingWebSocketFrame(Unpooled.buffer(4).writeInt(number)));
  }

  private long waitingBytes() {
    return channel.unsafe().outboundBuffer().totalPendingWriteBytes();
  }

  /** The number in the last answer that leaves now; -1 when none does. */
  private int lastAnswer() {
    channel.flush();
    int number = -1;
    for (WebSocketFrame answer = channel.readOutbound();
        answer != null;
        answer = channel.readOutbound()) {
      number = answer.content().readInt();
      answer.release();
    }
    return number;
  }
}
