package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.Json;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The titles of this node. Invariant: what is published stays until its operator removes it, and a
 * title's swarm never changes, so a viewer's hashes stay right. Safe on every thread; writing waits
 * for the disk.
 */
public final class Catalogue {
  /** What became of a publication. */
  public sealed interface Published {
    /** The title, as the catalogue has it. */
    Title title();

    /** It was not there. */
    record Created(Title title) implements Published {}

    /** The same title with the same swarm was there. */
    record AlreadyThere(Title title) implements Published {}

    /** Another swarm has that name; {@code title} is what is there. */
    record Conflict(Title title) implements Published {}
  }

  private final ConcurrentMap<String, String> stored;
  private final ConcurrentMap<TitleId, Title> titles = new ConcurrentHashMap<>();
  private final ConcurrentMap<SwarmId, Title> swarms = new ConcurrentHashMap<>();

  /** The catalogue in an open store; reads all of it. */
  public Catalogue(CatalogueStore store) {
    this.stored = store.titles();
    stored.values().forEach(json -> remember(Json.read(json, Title.class)));
  }

  /** Adds a title that the rules allow. */
  public Published publish(Title title) {
    var checked = TitleRules.checked(title);
    var there = stored.putIfAbsent(checked.id().toString(), Json.write(checked));
    if (there == null) {
      return new Published.Created(remember(checked));
    }
    var known = remember(Json.read(there, Title.class));
    return known.swarm().equals(checked.swarm())
        ? new Published.AlreadyThere(known)
        : new Published.Conflict(known);
  }

  /** A title by name. */
  public Optional<Title> find(TitleId id) {
    return Optional.ofNullable(titles.get(id));
  }

  /** A title by its swarm; where several have the same bytes, the one that asks for more. */
  public Optional<Title> find(SwarmId swarm) {
    return Optional.ofNullable(swarms.get(swarm));
  }

  /** All titles, by name. */
  public List<Title> all() {
    return titles.values().stream().sorted(Comparator.comparing(Title::id)).toList();
  }

  private Title remember(Title title) {
    titles.put(title.id(), title);
    swarms.merge(title.swarm(), title, (known, other) -> known.open() ? other : known);
    return title;
  }
}
