package io.cordwood.webseed.live;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The ingest keys that this machine's publisher has. The webseed keeps their hashes only, so a key
 * that is lost is made anew.
 */
public final class IngestKeys {
  private static final int KEY_BYTES = 32;

  private IngestKeys() {}

  /** The key for a channel; made when there is none. */
  public static String of(StoreLayout store, TitleId title) throws IOException {
    Path file = ChannelFolder.publisherKey(store, title);
    if (!Files.exists(file)) {
      byte[] random = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(random);
      String key =
          IngestPath.KEY_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      ChannelFolder.writeSecret(file, key + "\n");
    }
    return Files.readString(file).strip();
  }
}
