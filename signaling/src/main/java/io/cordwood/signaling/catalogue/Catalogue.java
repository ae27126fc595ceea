package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.Json;
import io.cordwood.signaling.http.ProblemException;
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

    /** The same title with the same swarm was there; of a channel, what is new is taken over. */
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
  public synchronized Published publish(Title title) {
    var checked = TitleRules.checked(title);
    var there = stored.putIfAbsent(checked.id().toString(), Json.write(checked));
    if (there == null) {
      return new Published.Created(remember(checked));
    }
    var known = remember(Json.read(there, Title.class));
    if (!known.swarm().equals(checked.swarm())) {
      return new Published.Conflict(known);
    }
    if (checked.live() == null || checked.equals(known)) {
      return new Published.AlreadyThere(known);
    }
    if (!keepsPlaces(known.renditions(), checked.renditions())) {
      throw new ProblemException(
          409,
          "A channel's renditions keep their order, which numbers its pieces; add new ones last.");
    }
    stored.put(checked.id().toString(), Json.write(checked));
    return new Published.AlreadyThere(remember(checked));
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
    swarms.merge(title.swarm(), title, Catalogue::stricter);
    return title;
  }

  private static boolean keepsPlaces(List<Title.Rendition> before, List<Title.Rendition> after) {
    var names = before.stream().map(Title.Rendition::name).toList();
    return after.stream().map(Title.Rendition::name).limit(names.size()).toList().equals(names);
  }

  private static Title stricter(Title known, Title other) {
    return known.open() || known.id().equals(other.id()) ? other : known;
  }
}
