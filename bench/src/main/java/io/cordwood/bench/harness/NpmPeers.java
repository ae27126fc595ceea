package io.cordwood.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Programs of others that Cordwood is compared with, from npm, in versions that the lock file of
 * {@code bench/peers} names. Used by benchmarks and by the end-to-end tests, on any thread.
 *
 * @param folder where the scripts lie, beside their {@code node_modules}
 */
public record NpmPeers(Path folder) {
  private static final Duration INSTALLING = Duration.ofMinutes(5);

  /**
   * The peers, installed: {@code npm ci} runs when there are no modules, or older ones than the
   * lock file. Throws {@link IllegalStateException} with npm's last lines when it fails.
   */
  public static NpmPeers installed(Repository repository) {
    var peers = new NpmPeers(repository.peers());
    if (!peers.fresh()) {
      peers.install();
    }
    return peers;
  }

  /**
   * Starts a script of the folder with Node; its output goes to {@code name.log} in {@code logs}.
   */
  public ServerProcess start(String name, Path logs, String script, String... arguments) {
    var command = new ArrayList<>(List.of("node", folder.resolve(script).toString()));
    command.addAll(List.of(arguments));
    return ServerProcess.start(name, logs, command, Map.of());
  }

  private boolean fresh() {
    var installed = folder.resolve("node_modules/.package-lock.json");
    try {
      return Files.exists(installed)
          && Files.getLastModifiedTime(installed)
                  .compareTo(Files.getLastModifiedTime(folder.resolve("package-lock.json")))
              >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void install() {
    var npm = List.of("npm", "--prefix", folder.toString(), "ci", "--ignore-scripts", "--no-audit");
    try (var scratch = Scratch.make("cordwood-npm")) {
      ServerProcess.start("npm", scratch.folder(), npm, Map.of("NO_UPDATE_NOTIFIER", "1"))
          .awaitSuccess(INSTALLING);
    }
  }
}
