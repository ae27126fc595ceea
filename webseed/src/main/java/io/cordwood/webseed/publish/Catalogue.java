package io.cordwood.webseed.publish;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.store.TitleDocument;

/** The node's list of titles, as far as publishing needs it (PROTOCOL §4.2). May wait seconds. */
public interface Catalogue {
  /** What came of telling the node. */
  sealed interface Answer {
    /** It knows the title now. */
    record Registered() implements Answer {}

    /** It could not be reached; it will be told later. */
    record Unreachable() implements Answer {}

    /** It will not have the title; {@code sentence} says why and what to do. */
    record Refused(String sentence) implements Answer {}
  }

  /** Whether the node knows a title of this name; false when it cannot be reached. */
  boolean has(TitleId title);

  /** Tells the node of a title. */
  Answer register(TitleDocument title);
}
