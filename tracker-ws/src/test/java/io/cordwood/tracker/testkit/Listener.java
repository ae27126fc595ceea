package io.cordwood.tracker.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what comes over a WebSocket of the JDK's client, until a test asks for it. */
public final class Listener implements WebSocket.Listener {
  private static final long PATIENCE_SECONDS = 60;

  /** The code that the other side closed with, once it has; fails when the socket broke. */
  public final CompletableFuture<Integer> closed = new CompletableFuture<>();

  /** To speak on. */
  public final WebSocket socket;

  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();

  /** Connects to this address. */
  public Listener(HttpClient http, URI address) {
    socket =
        http.newWebSocketBuilder()
            .buildAsync(address, this)
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /** The next whole text; null when none comes. */
  public String nextText() throws InterruptedException {
    return texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** What the next pong brought; null when none comes. */
  public String nextPong() throws InterruptedException {
    return pongs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether no text waits now. */
  public boolean hasNothingWaiting() {
    return texts.isEmpty();
  }

  /** Waits for the code that the other side closes with. */
  public int closeCode() {
    return closed.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      texts.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    pongs.add(StandardCharsets.UTF_8.decode(message).toString());
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }
}
