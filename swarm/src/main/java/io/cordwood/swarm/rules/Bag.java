package io.cordwood.swarm.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A set from which members can be drawn at random in constant time. */
final class Bag<T> {
  private final List<T> items = new ArrayList<>();
  private final Map<T, Integer> positions = new HashMap<>();

  void add(T item) {
    if (positions.putIfAbsent(item, items.size()) == null) {
      items.add(item);
    }
  }

  void remove(T item) {
    var position = positions.remove(item);
    if (position == null) {
      return;
    }
    var last = items.removeLast();
    if (position < items.size()) {
      items.set(position, last);
      positions.put(last, position);
    }
  }

  int size() {
    return items.size();
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** One of them; the bag must not be empty. */
  T draw(RandomGenerator random) {
    return items.get(random.nextInt(items.size()));
  }

  /** All when there are no more than {@code count}, else that many drawn, less what came twice. */
  Set<T> sample(int count, RandomGenerator random) {
    if (items.size() <= count) {
      return new LinkedHashSet<>(items);
    }
    var drawn = new LinkedHashSet<T>();
    for (int i = 0; i < count; i++) {
      drawn.add(draw(random));
    }
    return drawn;
  }
}
