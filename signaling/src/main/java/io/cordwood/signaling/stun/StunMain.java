package io.cordwood.signaling.stun;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The STUN server alone in a process: {@code StunMain --port N}. It needs this package and ice4j,
 * nothing of the node, and runs until it is ended. For measurements, and for a host that shall do
 * no more than this.
 */
public final class StunMain {
  private static final String USAGE = "usage: StunMain --port N (0 takes a free one)";

  private StunMain() {}

  /** Exit status 2: the call was wrong; 1: the port is taken. */
  public static void main(String[] args) throws InterruptedException {
    int port = port(List.of(args));
    if (port < 0) {
      System.err.println(USAGE);
      System.exit(2);
    }
    serve(port);
  }

  /** The port that the words ask for; -1 when they are not understood. */
  static int port(List<String> words) {
    if (words.size() != 2 || !words.getFirst().equals("--port")) {
      return -1;
    }
    try {
      int port = Integer.parseInt(words.getLast());
      return port <= 0xffff ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void serve(int port) throws InterruptedException {
    try (var server = StunServer.start(port)) {
      System.out.println("STUN on UDP port " + server.port());
      new CountDownLatch(1).await();
    } catch (IOException e) {
      System.err.printf("UDP port %d cannot be opened: %s%n", port, e.getMessage());
      System.exit(1);
    }
  }
}
