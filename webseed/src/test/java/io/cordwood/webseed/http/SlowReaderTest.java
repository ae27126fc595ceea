package io.cordwood.webseed.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.live.NoChannels;
import io.cordwood.webseed.store.ServedTitle;
import io.cordwood.webseed.store.Titles;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.VertxConnection;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowReaderTest {
  private static final int FILE_BYTES = 32 << 20;
  private static final int HELD_AT_MOST_BYTES = 256 * 1024;

  private final Vertx vertx = Vertx.vertx();

  /** A client of one large file. */
  private static final class LargeClient extends ClassLoader {
    @Override
    public InputStream getResourceAsStream(String name) {
      return new ByteArrayInputStream(new byte[FILE_BYTES]);
    }
  }

  /** No titles. */
  private static final class None implements Titles {
    @Override
    public Optional<ServedTitle> ready(TitleId title) {
      return Optional.empty();
    }

    @Override
    public Optional<ServedTitle> find(TitleId title) {
      return Optional.empty();
    }
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void whoDoesNotReadHoldsLittleOfAFileInMemory() throws Exception {
    var answered = new CompletableFuture<HttpConnection>();
    var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var handler =
        new WebseedHandler(
            vertx,
            new None(),
            new ClientFiles(new LargeClient()),
            metrics,
            HeatLimits.of(100, 1L << 40),
            NoChannels.in(Path.of("target", "no-channels")),
            NoChannels.relays(Path.of("target", "no-channels")),
            NoChannels.recording(Path.of("target", "no-channels")));
    var server =
        new WebseedServer(
            WebseedServer.options("127.0.0.1", 0),
            (HttpServerRequest request) -> {
              handler.handle(request);
              answered.complete(request.connection());
            });
    vertx.deployVerticle(server).await();
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
      socket
          .getOutputStream()
          .write(
              "GET /client/large.bin HTTP/1.1\r\nHost: a\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      var channel = ((VertxConnection) answered.get(2, TimeUnit.MINUTES)).channel();
      assertThat(waitingBytes(channel)).isLessThan(HELD_AT_MOST_BYTES);
    }
  }

  /** What waits in the process, beyond what the kernel took. */
  private static long waitingBytes(Channel channel) throws Exception {
    return channel
        .eventLoop()
        .submit(
            () -> {
              ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
              return buffer == null ? 0 : buffer.totalPendingWriteBytes();
            })
        .get(2, TimeUnit.MINUTES);
  }
}
