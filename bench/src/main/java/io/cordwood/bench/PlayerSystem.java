package io.cordwood.bench;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Lab;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Stack;
import io.cordwood.bench.harness.Viewer;

/** What is compared: each opens the same film at the same quality, on a page of the same site. */
enum PlayerSystem {
  /** hls.js as it is released, over HTTP from the webseed. */
  PLAIN("plain") {
    @Override
    Viewer open(Lab lab, Stack stack, String slug, String rendition, String name) {
      var html = Embed.plain(stack, slug, rendition, name);
      return lab.watch(name, lab.context(Screen.DESKTOP), html);
    }
  },
  /** The script tag and the element. */
  CORDWOOD("cordwood") {
    @Override
    Viewer open(Lab lab, Stack stack, String slug, String rendition, String name) {
      return lab.watch(name, Embed.of(stack, slug).pinned(rendition));
    }
  };

  private final String label;

  PlayerSystem(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Opens a viewer in a fresh context. */
  abstract Viewer open(Lab lab, Stack stack, String slug, String rendition, String name);
}
