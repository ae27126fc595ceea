package io.cordwood.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the built servers, the demo film and the client's modules lie. */
public final class Repository {
  private final Path root;

  private Repository(Path root) {
    this.root = root;
  }

  /** The repository that the working directory lies in; throws when it lies in none. */
  public static Repository find() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("cordwood")) && Files.isDirectory(at.resolve("swarm"))) {
        return new Repository(at);
      }
    }
    throw new IllegalStateException("run this inside the repository of Cordwood");
  }

  /** The node's runnable jar. */
  public Path node() {
    return built("signaling/target/quarkus-app/quarkus-run.jar");
  }

  /** The class path of the node's STUN server: the node's own classes and ice4j with its needs. */
  public List<Path> stun() {
    var app = node().getParent();
    var paths = new ArrayList<>(jars(app.resolve("app"), ""));
    paths.addAll(jars(app.resolve("lib/main"), "org.jitsi."));
    paths.addAll(jars(app.resolve("lib/main"), "org.jetbrains.kotlin.kotlin-"));
    paths.addAll(jars(app.resolve("lib/main"), "com.typesafe.config"));
    return paths;
  }

  private static List<Path> jars(Path folder, String prefix) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> isJar(f.getFileName().toString(), prefix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isJar(String name, String prefix) {
    return name.startsWith(prefix) && name.endsWith(".jar");
  }

  /** The webseed's runnable jar. */
  public Path webseed() {
    return built("webseed/target/cordwood-webseed.jar");
  }

  /** The tracker door's runnable jar. */
  public Path tracker() {
    return built("tracker-ws/target/cordwood-tracker-ws-0.1.0-SNAPSHOT.jar");
  }

  /** The simulator of swarms, for node. */
  public Path simulator() {
    return built("web-client/target/sim/main.js");
  }

  /** The folder of programs from npm that Cordwood is compared with. */
  public Path peers() {
    return root.resolve("bench/peers");
  }

  /** What a package among them, once installed, is released as. */
  public Path released(String name) {
    return peers().resolve("node_modules").resolve(name).resolve("dist");
  }

  /** The HLS folder of the demo film. */
  public Path demo() {
    return root.resolve("demo/logs");
  }

  /** The folder of hls.js as it is released. */
  public Path hls() {
    return built("web-client/node_modules/hls.js/dist/hls.light.min.js").getParent();
  }

  /** The folder of Playwright's driver, unpacked by the build. */
  public Path driver() {
    return built("bench/target/playwright/driver/package/cli.js").getParent().getParent();
  }

  private Path built(String path) {
    var file = root.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(path + " is not built; run: mvn package -DskipTests");
    }
    return file;
  }
}
