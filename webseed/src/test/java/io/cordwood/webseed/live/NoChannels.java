package io.cordwood.webseed.live;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.encode.Programs;
import io.cordwood.webseed.relay.Relays;
import io.cordwood.webseed.store.StoreLayout;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import javax.net.ssl.SSLContext;

/** What a webseed without channels has. */
public final class NoChannels {
  private NoChannels() {}

  public static Channels in(Path folder) {
    return new Channels(new StoreLayout(folder), news(), _ -> {}, Clock.systemUTC());
  }

  public static Relays relays(Path folder) {
    try {
      return new Relays(
          new StoreLayout(folder),
          SSLContext.getDefault(),
          1,
          new SimpleMeterRegistry(),
          Clock.systemUTC());
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Recording recording(Path folder) {
    return new Recording(new StoreLayout(folder), new Programs("none", "none"));
  }

  static ChannelNews news() {
    return new ChannelNews() {
      @Override
      public void segment(TitleId channel, byte[] signed) {}

      @Override
      public void changed(TitleId channel) {}
    };
  }
}
