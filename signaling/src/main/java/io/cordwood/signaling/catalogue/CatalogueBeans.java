package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.NodeConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Makes the catalogue and what belongs to it, once, from the configuration. */
@Singleton
class CatalogueBeans {
  private static final Logger LOG = Logger.getLogger(CatalogueBeans.class);

  @Produces
  @Singleton
  CatalogueStore store(NodeConfig config) {
    var folder = config.data().resolve("catalogue");
    try {
      return new CatalogueStore(folder);
    } catch (RuntimeException e) {
      LOG.debug("The catalogue cannot be opened", e);
      throw new ConfigurationException(
          "The catalogue in %s cannot be opened (%s): make the folder writable, and stop another node that uses it, or set CORDWOOD_DATA to a folder of this node's own."
              .formatted(folder.toAbsolutePath(), ExceptionUtil.getRootCause(e).getMessage()));
    }
  }

  void close(@Disposes CatalogueStore store) {
    store.close();
  }

  @Produces
  @Singleton
  Catalogue catalogue(CatalogueStore store) {
    return new Catalogue(store);
  }

  @Produces
  @Singleton
  SegmentLimits segmentLimits() {
    return new SegmentLimits();
  }

  @Produces
  @Singleton
  Leases leases(CatalogueStore store, NodeConfig config, InstantSource clock) {
    return new Leases(store, config.live().lease(), clock.instant());
  }

  @Produces
  @Singleton
  Crowds crowds(Webseeds webseeds) {
    return new Crowds(webseeds);
  }

  @Produces
  @Singleton
  Webseeds webseeds(NodeConfig config) {
    return new Webseeds(config.webseeds().expiry(), config.webseeds().limit());
  }

  @Produces
  @Singleton
  OperatorKey operatorKey(NodeConfig config) throws IOException {
    return OperatorKey.of(config.operatorKey(), config.data(), new SecureRandom());
  }
}
