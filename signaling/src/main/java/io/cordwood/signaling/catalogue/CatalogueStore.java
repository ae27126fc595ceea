package io.cordwood.signaling.catalogue;

import java.nio.file.Path;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;

/**
 * The catalogue's folder: embedded Infinispan caches of JSON by {@code owner/slug}, local to this
 * node, on disk, and there again after a restart. Opened once, closed once.
 */
public final class CatalogueStore implements AutoCloseable {
  private static final String TITLES = "titles";
  private static final String LEASES = "leases";

  private final DefaultCacheManager manager;
  private final Cache<String, String> titles;
  private final Cache<String, String> leases;

  /** Opens, and at first makes, the store in {@code folder}. Takes some hundred milliseconds. */
  public CatalogueStore(Path folder) {
    var where = folder.toAbsolutePath().toString();
    var global = new GlobalConfigurationBuilder().nonClusteredDefault();
    global.globalState().enable().persistentLocation(where).temporaryLocation(where);
    global
        .shutdown()
        .hookBehavior(org.infinispan.configuration.global.ShutdownHookBehavior.DONT_REGISTER);
    global.jmx().disable();
    global.metrics().gauges(false).histograms(false);
    manager = new DefaultCacheManager(global.build());
    manager.defineConfiguration(TITLES, onDisk().build());
    manager.defineConfiguration(LEASES, onDisk().build());
    titles = manager.getCache(TITLES);
    leases = manager.getCache(LEASES);
  }

  private static ConfigurationBuilder onDisk() {
    var builder = new ConfigurationBuilder();
    builder
        .persistence()
        .passivation(false)
        .addSoftIndexFileStore()
        .shared(false)
        .preload(true)
        .purgeOnStartup(false)
        .syncWrites(true);
    return builder;
  }

  /** JSON of a Title by {@code owner/slug}; operations are atomic for each key. */
  Cache<String, String> titles() {
    return titles;
  }

  /** JSON of a Lease by {@code owner/slug}; operations are atomic for each key. */
  Cache<String, String> leases() {
    return leases;
  }

  /** Writes what is left and closes the files. */
  @Override
  public void close() {
    manager.stop();
  }
}
