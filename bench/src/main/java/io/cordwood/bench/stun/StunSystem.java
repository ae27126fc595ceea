package io.cordwood.bench.stun;

import io.cordwood.bench.harness.Pinned;
import io.cordwood.bench.harness.Repository;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What is compared: each answers on 127.0.0.1, with XOR-MAPPED-ADDRESS and nothing more. */
enum StunSystem {
  /** Our server alone in a process, with the heap of a small program. */
  CORDWOOD("cordwood") {
    @Override
    List<String> command(Repository repository, int port) {
      var classPath =
          repository.stun().stream()
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
      var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      var main = "io.cordwood.signaling.stun.StunMain";
      return List.of(java, "-Xmx64m", "-cp", classPath, main, "--port", Integer.toString(port));
    }
  },
  /** coturn as Debian has it, in one thread and with the shortest answers it knows. */
  COTURN("coturn") {
    @Override
    List<String> command(Repository repository, int port) {
      if (!Pinned.installed("turnserver")) {
        throw new IllegalStateException("coturn is missing: apt-get install coturn");
      }
      var words =
          "turnserver -n --stun-only --no-tcp --no-tls --no-dtls --no-cli --no-rfc5780 --relay-threads 0"
              + " --no-software-attribute --no-stun-backward-compatibility"
              + " --response-origin-only-with-rfc5780 --listening-ip 127.0.0.1 --log-file stdout"
              + " --simple-log --pidfile coturn.pid --userdb coturn.db -p ";
      return List.of((words + port).split(" "));
    }
  };

  private final String label;

  StunSystem(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** The words that start it; throws with a sentence when it is not here. */
  abstract List<String> command(Repository repository, int port);
}
