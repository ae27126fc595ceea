package io.cordwood.bench.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** TCP ports of this machine that a server may be told to take. */
public final class Ports {
  /** Browsers refuse some lower ones (Fetch standard, "port blocking"). */
  private static final int LOWEST = 12_000;

  /**
   * Linux gives connections their ports from here on (ip_local_port_range), and would give one of
   * them the port of a server that is still starting.
   */
  private static final int LOWEST_OF_CONNECTIONS = 32_768;

  private static final int MANY = LOWEST_OF_CONNECTIONS - LOWEST;

  /** Each is given once; programs beside this one begin elsewhere. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(MANY));

  private Ports() {}

  /** A port that was free a moment ago, and that no connection is given in the meantime. */
  public static int free() {
    for (int attempt = 0; attempt < MANY; attempt++) {
      int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), MANY);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No free port from %d to %d; end what listens there."
            .formatted(LOWEST, LOWEST_OF_CONNECTIONS - 1));
  }

  /** On all addresses: some servers listen on all of them. */
  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
