package io.cordwood.bench;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Viewer;
import java.util.List;

/** What is compared: each opens the same title at the same quality, on a page of the same site. */
enum PlayerSystem {
  /** hls.js as it is released, over HTTP from the webseed. */
  PLAIN("plain", false) {
    @Override
    String html(Stage stage, String name) {
      return Embed.plain(stage.stack(), stage.slug(), stage.rendition(), name);
    }
  },
  /** p2p-media-loader as npm has it, around the same hls.js, with our tracker. */
  MEDIA_LOADER("p2p-media-loader", true) {
    @Override
    String html(Stage stage, String name) {
      return Embed.mediaLoader(
          stage.stack(), stage.slug(), stage.rendition(), stage.tracker(), name);
    }
  },
  /** The same, tuned for a live channel: HTTP is used within 2 s of the playhead, not within 15. */
  MEDIA_LOADER_TUNED("p2p-media-loader, 2 s", true) {
    @Override
    String html(Stage stage, String name) {
      return Embed.mediaLoader(
          stage.stack(), stage.slug(), stage.rendition(), stage.tracker(), 2, name);
    }
  },
  /** The script tag and the element. */
  CORDWOOD("cordwood", true) {
    @Override
    String html(Stage stage, String name) {
      return Embed.of(stage.stack(), stage.slug())
          .pinned(stage.rendition())
          .withoutDigests()
          .html(name);
    }
  };

  /** Those who watch films. */
  static final List<PlayerSystem> OF_FILMS = List.of(PLAIN, MEDIA_LOADER, CORDWOOD);

  private final String label;
  private final boolean shares;

  PlayerSystem(String label, boolean shares) {
    this.label = label;
    this.shares = shares;
  }

  String label() {
    return label;
  }

  /** Whether its viewers give to one another. */
  boolean shares() {
    return shares;
  }

  /** A viewer in a fresh context who has not asked for the page yet. */
  Viewer seat(Stage stage, String name) {
    return stage.lab().seat(name, stage.lab().context(Screen.DESKTOP), html(stage, name));
  }

  /** Opens a viewer in a fresh context. */
  Viewer open(Stage stage, String name) {
    return stage.lab().watch(name, stage.lab().context(Screen.DESKTOP), html(stage, name));
  }

  /** The site's page. */
  abstract String html(Stage stage, String name);
}
