package io.cordwood.bench;

import io.cordwood.bench.harness.Lab;
import io.cordwood.bench.harness.PublicTracker;
import io.cordwood.bench.harness.Stack;

/** Where viewers of all systems watch one title at one quality. Used by one thread. */
interface Stage {
  /** The node and the webseed. */
  Stack stack();

  /** The title's name within its owner, {@code demo}. */
  String slug();

  /** The folder's name of the quality that all watch. */
  String rendition();

  /** Where viewers meet who bring no node of their own. */
  PublicTracker tracker();

  /** The site and the browser. */
  Lab lab();
}
