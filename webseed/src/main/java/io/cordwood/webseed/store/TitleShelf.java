package io.cordwood.webseed.store;

import io.cordwood.swarm.content.TitleId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What nodes are told that a webseed has. Any thread. */
public interface TitleShelf {
  /** Reads what is new and forgets what is gone; the names of all that is served, in order. */
  List<TitleId> refresh() throws IOException;

  /** What nodes are told of a title. */
  Optional<TitleDocument> document(TitleId title);

  /** Two as one. */
  static TitleShelf both(TitleShelf first, TitleShelf second) {
    return new TitleShelf() {
      @Override
      public List<TitleId> refresh() throws IOException {
        return Stream.concat(first.refresh().stream(), second.refresh().stream())
            .distinct()
            .sorted()
            .toList();
      }

      @Override
      public Optional<TitleDocument> document(TitleId title) {
        return first.document(title).or(() -> second.document(title));
      }
    };
  }
}
