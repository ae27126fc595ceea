package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.NodeConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;

/** Makes the catalogue and what belongs to it, once, from the configuration. */
@Singleton
class CatalogueBeans {
  @Produces
  @Singleton
  CatalogueStore store(NodeConfig config) {
    return new CatalogueStore(config.data().resolve("catalogue"));
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
  Webseeds webseeds(NodeConfig config) {
    return new Webseeds(config.webseeds().expiry(), config.webseeds().limit());
  }

  @Produces
  @Singleton
  OperatorKey operatorKey(NodeConfig config) throws IOException {
    return OperatorKey.of(config.operatorKey(), config.data(), new SecureRandom());
  }
}
