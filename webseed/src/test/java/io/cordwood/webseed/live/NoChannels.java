package io.cordwood.webseed.live;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.encode.Programs;
import io.cordwood.webseed.store.StoreLayout;
import java.nio.file.Path;
import java.time.Clock;

/** What a webseed without channels has. */
public final class NoChannels {
  private NoChannels() {}

  public static Channels in(Path folder) {
    return new Channels(new StoreLayout(folder), news(), _ -> {}, Clock.systemUTC());
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
