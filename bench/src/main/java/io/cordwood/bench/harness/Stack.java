package io.cordwood.bench.harness;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node and a webseed with one data folder, on free ports of the loopback address. Either may be
 * killed on its own; both end with {@link #close}. Not thread-safe.
 */
public final class Stack implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Pattern PUSH_ADDRESS = Pattern.compile("Push HLS to (\\S+/)%v/");
  private static final Duration PUBLISHING = Duration.ofMinutes(4);

  private final Repository repository;
  private final Path folder;
  private final int nodePort = Ports.free();
  private final int webseedPort = Ports.free();
  private final int trackerPort = Ports.free();
  private final int nodeDoor;
  private final int webseedDoor;
  private List<String> webseedOptions = List.of();
  private ServerProcess node;
  private ServerProcess webseed;

  private Stack(Repository repository, Path folder, Distance distance) {
    this.repository = repository;
    this.folder = folder;
    this.nodeDoor = distance.to(nodePort);
    this.webseedDoor = distance.to(webseedPort);
  }

  /** Starts both with all state and logs in {@code folder}, and returns when both answer. */
  public static Stack start(Repository repository, Path folder) {
    return start(repository, folder, Distance.none());
  }

  /** The same at a distance from all who ask for something. */
  public static Stack start(Repository repository, Path folder, Distance distance) {
    return start(repository, folder, distance, List.of());
  }

  /** The same with a webseed whose line carries no more than this. */
  public static Stack startNarrow(
      Repository repository, Path folder, Distance distance, long bitsPerSecond) {
    var options = List.of("--capacity", Long.toString(bitsPerSecond));
    return start(repository, folder, distance, options);
  }

  private static Stack start(
      Repository repository, Path folder, Distance distance, List<String> webseedOptions) {
    var stack = new Stack(repository, folder.toAbsolutePath(), distance);
    try {
      stack.startNode();
      stack.webseedOptions = webseedOptions;
      stack.startWebseed();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** Starts the node, with what its data folder holds. */
  public void startNode() {
    var environment =
        Map.of(
            "CORDWOOD_DATA", data().toString(),
            "CORDWOOD_HTTP_PORT", Integer.toString(nodePort),
            "CORDWOOD_HTTP_HOST", "127.0.0.1",
            "CORDWOOD_TRACKER_PORT", Integer.toString(trackerPort),
            "CORDWOOD_STUN_PORT", "0");
    node = ServerProcess.startJar("node", folder, repository.node(), environment, List.of());
    node.awaitAnswer(nodeUrl().resolve("/v1/titles"), START);
  }

  /** Starts the webseed, with what its data folder holds. */
  public void startWebseed() {
    var arguments = new ArrayList<>(List.of("serve", "--port", Integer.toString(webseedPort)));
    arguments.addAll(List.of("--data", data().toString(), "--node", nodeUrl().toString()));
    arguments.addAll(List.of("--url", webseedUrl().toString()));
    arguments.addAll(webseedOptions);
    webseed = ServerProcess.startJar("webseed", folder, repository.webseed(), Map.of(), arguments);
    webseed.awaitAnswer(webseedUrl().resolve("/health"), START);
  }

  /** Publishes a film as {@code demo/slug} and returns when the node names a webseed for it. */
  public void publish(Film film, String slug, String... options) {
    var arguments = new ArrayList<>(List.of("publish", film.folder().toAbsolutePath().toString()));
    arguments.addAll(List.of("--owner", "demo", "--slug", slug, "--data", data().toString()));
    arguments.addAll(List.of("--node", nodeUrl().toString(), "--webseed", webseedUrl().toString()));
    arguments.addAll(List.of("--tracker", trackerUrl().toString()));
    arguments.addAll(List.of(options));
    ServerProcess.startJar("publish", folder, repository.webseed(), Map.of(), arguments)
        .awaitSuccess(PUBLISHING);
    awaitServed(slug);
  }

  /**
   * Puts the test picture on the air as the channel {@code demo/slug}, as a publisher does, and
   * returns when the node names a webseed for it. Who closes the process ends the encoder, not the
   * channel.
   */
  public ServerProcess goLive(String slug, String... options) {
    var live = live("live", slug, options);
    awaitServed(slug);
    return live;
  }

  /** Makes the channel {@code demo/slug}; the address below which its HLS is pushed to. */
  public String pushAddress(String slug, String... options) {
    var all = new ArrayList<>(List.of(options));
    all.add("--push");
    var live = live("live-push-" + slug, slug, all.toArray(String[]::new));
    live.awaitSuccess(PUBLISHING);
    return live.awaitLine(PUSH_ADDRESS, PUBLISHING);
  }

  private ServerProcess live(String name, String slug, String... options) {
    var arguments = new ArrayList<>(List.of("live", slug, "--owner", "demo"));
    arguments.addAll(List.of("--data", data().toString(), "--node", nodeUrl().toString()));
    arguments.addAll(List.of("--webseed", webseedUrl().toString()));
    arguments.addAll(List.of("--tracker", trackerUrl().toString()));
    arguments.addAll(List.of(options));
    return ServerProcess.startJar(name, folder, repository.webseed(), Map.of(), arguments);
  }

  /** Takes a channel off the air; what it printed tells where its recording is a film. */
  public String endLive(String slug) {
    var arguments = new ArrayList<>(List.of("live", "stop", slug, "--owner", "demo"));
    arguments.addAll(List.of("--data", data().toString(), "--node", nodeUrl().toString()));
    arguments.addAll(List.of("--webseed", webseedUrl().toString()));
    var stop =
        ServerProcess.startJar("live-stop", folder, repository.webseed(), Map.of(), arguments);
    stop.awaitSuccess(PUBLISHING);
    return stop.logEnd();
  }

  /** Returns when the node names a webseed for {@code demo/slug}. */
  public void awaitServed(String slug) {
    var title = nodeUrl().resolve("/v1/titles/demo/" + slug);
    Await.until(
        "demo/" + slug + " is served", START, () -> Http.get(title).body().contains("/t/demo/"));
  }

  /** The node's base address, with a slash at its end. */
  public URI nodeUrl() {
    return URI.create("http://127.0.0.1:" + nodeDoor + "/");
  }

  /** The webseed's base address, with a slash at its end. */
  public URI webseedUrl() {
    return URI.create("http://127.0.0.1:" + webseedDoor + "/");
  }

  /** The base address of the tracker door, with a slash at its end. */
  public URI trackerUrl() {
    return URI.create("ws://127.0.0.1:" + trackerPort + "/");
  }

  /** Address of a title's torrent. */
  public URI torrent(String slug) {
    return webseedUrl().resolve("/t/demo/" + slug + "/.cordwood/title.torrent");
  }

  /** Address of a title's master playlist. */
  public String playlist(String slug) {
    return webseedUrl().resolve("/t/demo/" + slug + "/master.m3u8").toString();
  }

  /** Where the webseed keeps the files of {@code demo/slug}. */
  public Path stored(String slug) {
    return data().resolve("titles").resolve("demo").resolve(slug);
  }

  /** What the webseed has sent so far. */
  public WebseedCounters counters() {
    return WebseedCounters.read(webseedUrl());
  }

  /** The node's process. */
  public ServerProcess node() {
    return node;
  }

  /** The webseed's process. */
  public ServerProcess webseed() {
    return webseed;
  }

  /** The last lines of both servers. */
  public String logs() {
    var logs = new StringBuilder();
    for (var process : processes()) {
      logs.append("--- ").append(process.name()).append('\n').append(process.logEnd()).append('\n');
    }
    return logs.toString();
  }

  @Override
  public void close() {
    processes().forEach(ServerProcess::close);
  }

  private List<ServerProcess> processes() {
    return Stream.of(node, webseed).filter(p -> p != null).toList();
  }

  /** The data folder of both. */
  public Path data() {
    return folder.resolve("data");
  }
}
