package io.cordwood.bench;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Viewer;

/** What is compared: each opens the same film at the same quality, on a page of the same site. */
enum PlayerSystem {
  /** hls.js as it is released, over HTTP from the webseed. */
  PLAIN("plain", false) {
    @Override
    String html(Venue venue, String name) {
      return Embed.plain(venue.stack(), venue.slug(), venue.rendition(), name);
    }
  },
  /** p2p-media-loader as npm has it, around the same hls.js, with our tracker. */
  MEDIA_LOADER("p2p-media-loader", true) {
    @Override
    String html(Venue venue, String name) {
      return Embed.mediaLoader(
          venue.stack(), venue.slug(), venue.rendition(), venue.tracker(), name);
    }
  },
  /** The script tag and the element. */
  CORDWOOD("cordwood", true) {
    @Override
    String html(Venue venue, String name) {
      return Embed.of(venue.stack(), venue.slug())
          .pinned(venue.rendition())
          .withoutDigests()
          .html(name);
    }
  };

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
  Viewer seat(Venue venue, String name) {
    return venue.lab().seat(name, venue.lab().context(Screen.DESKTOP), html(venue, name));
  }

  /** Opens a viewer in a fresh context. */
  Viewer open(Venue venue, String name) {
    return venue.lab().watch(name, venue.lab().context(Screen.DESKTOP), html(venue, name));
  }

  /** The site's page. */
  abstract String html(Venue venue, String name);
}
