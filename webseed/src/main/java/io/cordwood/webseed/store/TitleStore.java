package io.cordwood.webseed.store;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.TitleId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The titles of the data folder. A title is read once, when it is first asked for or found by
 * {@link #refresh}, and then served from memory. There are as many entries as titles on the disk,
 * whatever is asked for. Any thread.
 */
public final class TitleStore implements Titles, TitleShelf {
  private static final Logger LOG = LoggerFactory.getLogger(TitleStore.class);

  private final StoreLayout layout;
  private final Map<TitleId, TitleLoader.Loaded> loaded = new ConcurrentHashMap<>();
  private final Set<TitleId> refused = ConcurrentHashMap.newKeySet();

  /** The titles below {@code layout}. */
  public TitleStore(StoreLayout layout) {
    this.layout = layout;
  }

  @Override
  public Optional<ServedTitle> ready(TitleId title) {
    return Optional.ofNullable(loaded.get(title)).map(TitleLoader.Loaded::served);
  }

  @Override
  public Optional<ServedTitle> find(TitleId title) {
    var ready = ready(title);
    if (ready.isPresent() || refused.contains(title) || !isStored(title)) {
      return ready;
    }
    load(title);
    return ready(title);
  }

  @Override
  public Optional<TitleDocument> document(TitleId title) {
    return Optional.ofNullable(loaded.get(title)).map(TitleLoader.Loaded::document);
  }

  @Override
  public List<TitleId> refresh() throws IOException {
    var stored = stored();
    loaded.keySet().retainAll(stored.keySet());
    refused.retainAll(stored.keySet());
    stored.keySet().forEach(this::find);
    return stored.keySet().stream().filter(loaded::containsKey).toList();
  }

  private TreeMap<TitleId, Path> stored() throws IOException {
    var titles = new TreeMap<TitleId, Path>();
    for (Path owner : folders(layout.titles())) {
      for (Path slug : folders(owner)) {
        try {
          var title = TitleId.parse(owner.getFileName() + "/" + slug.getFileName());
          titles.put(title, slug);
        } catch (InvalidContentException e) {
          LOG.debug("{} is no title", slug);
        }
      }
    }
    return titles;
  }

  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (var paths = Files.list(parent)) {
      return paths.filter(Files::isDirectory).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private boolean isStored(TitleId title) {
    return Files.isRegularFile(layout.title(title).resolve(TitleDocument.FILE));
  }

  /**
   * Reads a title; one that cannot be read is told of once, and looked at again after a restart.
   */
  private void load(TitleId title) {
    loaded.computeIfAbsent(
        title,
        one -> {
          try {
            return TitleLoader.load(one, layout.title(one));
          } catch (IOException e) {
            refused.add(one);
            LOG.error("{} is not served: {}. Publish it again.", one, e.getMessage());
            return null;
          }
        });
  }
}
