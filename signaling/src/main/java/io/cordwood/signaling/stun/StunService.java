package io.cordwood.signaling.stun;

import io.cordwood.signaling.NodeConfig;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.OptionalInt;

/** The STUN server's life within the node: started with it, stopped with it. */
@Singleton
public class StunService {
  private final NodeConfig.Stun config;
  private final MeterRegistry registry;
  private volatile StunServer server;

  StunService(NodeConfig config, MeterRegistry registry) {
    this.config = config.stun();
    this.registry = registry;
  }

  /** Starts it, unless it is off; a taken port ends the start of the node with one sentence. */
  public void start() {
    if (!config.enabled()) {
      return;
    }
    try {
      server = StunServer.start(config.port());
    } catch (IOException e) {
      throw new ConfigurationException(
          "UDP port %d for STUN cannot be opened (%s): set CORDWOOD_STUN_PORT to a free one, or CORDWOOD_STUN_ENABLED=false."
              .formatted(config.port(), e.getMessage()));
    }
    count("answers", "Binding requests answered", StunServer::answered);
    count("ignored", "Datagrams that were no Binding requests", StunServer::ignored);
    count("unsent", "Answers that the network did not take", StunServer::unsent);
  }

  /** The UDP port; empty when there is no STUN server. */
  public OptionalInt port() {
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  @PreDestroy
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void count(
      String what, String description, java.util.function.ToDoubleFunction<StunServer> value) {
    FunctionCounter.builder("cordwood.stun." + what, server, value)
        .description(description)
        .register(registry);
  }
}
