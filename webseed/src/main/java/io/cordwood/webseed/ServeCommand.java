package io.cordwood.webseed;

import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.http.WebseedProcess;
import io.cordwood.webseed.node.HeartbeatLoop;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "serve", description = "Serves the titles of the data folder until it is stopped.")
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "${env:CORDWOOD_WEBSEED_PORT:-8081}",
      description = "TCP port, 0 for a free one (CORDWOOD_WEBSEED_PORT; default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:CORDWOOD_WEBSEED_HOST:-0.0.0.0}",
      description =
          "address to listen on (CORDWOOD_WEBSEED_HOST; default: ${DEFAULT-VALUE}, because viewers"
              + " come from elsewhere)")
  private String host;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:CORDWOOD_WEBSEED_URL}",
      description =
          "where viewers reach it (CORDWOOD_WEBSEED_URL; default: localhost and the port)")
  private String url;

  @Option(
      names = "--id",
      paramLabel = "NAME",
      defaultValue = "${env:CORDWOOD_WEBSEED_ID}",
      description =
          "its name among webseeds (CORDWOOD_WEBSEED_ID; default: made once, kept in the data"
              + " folder)")
  private String id;

  @Option(
      names = "--capacity",
      paramLabel = "BITS_PER_SECOND",
      defaultValue = "${env:CORDWOOD_WEBSEED_CAPACITY:-1000000000}",
      description =
          "what its line carries; above, viewers wait their turn and nothing is sent ahead of need"
              + " (CORDWOOD_WEBSEED_CAPACITY; default: ${DEFAULT-VALUE})")
  private long capacityBitsPerSecond;

  @Option(
      names = "--max-streams",
      paramLabel = "N",
      defaultValue = "${env:CORDWOOD_WEBSEED_MAX_STREAMS:-" + HeatLimits.MAX_STREAMS + "}",
      description =
          "answers with media under way at once; more wait their turn"
              + " (CORDWOOD_WEBSEED_MAX_STREAMS; default: ${DEFAULT-VALUE})")
  private int maxStreams;

  @Option(
      names = "--relay-gib",
      paramLabel = "GIB",
      defaultValue = "${env:CORDWOOD_WEBSEED_RELAY_GIB:-" + WebseedProcess.RELAY_GIB + "}",
      description =
          "the most that it keeps of each channel that another webseed takes in"
              + " (CORDWOOD_WEBSEED_RELAY_GIB; default: ${DEFAULT-VALUE})")
  private int relayGib;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "A port is a number from 0 to 65535.");
    }
    if (capacityBitsPerSecond < 1 || maxStreams < 1 || relayGib < 1) {
      throw new ParameterException(
          spec.commandLine(), "--capacity, --max-streams and --relay-gib are at least 1.");
    }
    StoreLayout store = common.store();
    String name = id == null || id.isBlank() ? persistentId(store) : id;
    var node = common.nodeClient();
    var process = open(store, new WebseedProcess.Node(node, name));
    URI reached =
        url == null || url.isBlank() ? ownUrl(process) : CommonOptions.base(URI.create(url));
    var self = new HeartbeatLoop.Self(name, reached, capacityBitsPerSecond);
    var heartbeats =
        new HeartbeatLoop(
            self, process.titles(), node, process::sentMediaBytes, process.relays()::update);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  heartbeats.close();
                  process.close();
                  stopped.countDown();
                }));
    heartbeats.start();
    LOG.info("Serving {} on port {} as {}", store.titles(), process.port(), reached);
    stopped.await();
    return 0;
  }

  private WebseedProcess open(StoreLayout store, WebseedProcess.Node node) throws StartException {
    try {
      var limits = HeatLimits.of(maxStreams, capacityBitsPerSecond);
      return WebseedProcess.start(
          store,
          host,
          port,
          common.keyStore(),
          common.password(),
          limits,
          (long) relayGib << 30,
          Optional.of(node));
    } catch (BindException e) {
      throw new StartException(
          "Port "
              + port
              + " on "
              + host
              + " cannot be had; stop the program that has it, or choose another with --port.");
    } catch (IOException e) {
      throw new StartException("The server cannot start: " + e.getMessage() + ".");
    }
  }

  private URI ownUrl(WebseedProcess process) {
    String scheme = common.keyStore().isPresent() ? "https" : "http";
    return URI.create(scheme + "://localhost:" + process.port());
  }

  private static String persistentId(StoreLayout store) throws StartException {
    try {
      if (!Files.exists(store.webseedId())) {
        Files.createDirectories(store.data());
        Files.writeString(store.webseedId(), UUID.randomUUID() + "\n");
      }
      return Files.readString(store.webseedId()).strip();
    } catch (IOException e) {
      throw new StartException(
          "The data folder "
              + store.data()
              + " cannot be written; change its permissions, or choose another with --data.");
    }
  }
}
