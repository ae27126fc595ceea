package io.cordwood.webseed.range;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a GET or HEAD is answered with, in the order of RFC 9110 §13.2.2. No answer has more
 * body bytes of the representation than the representation itself: overlapping and adjacent ranges
 * are joined, and more than {@link #MAX_RANGES} are not looked at.
 */
public final class RangePlanner {
  /** The most ranges answered as such; more are answered with the whole (RFC 9110 §14.2). */
  public static final int MAX_RANGES = 8;

  private RangePlanner() {}

  /** The answer for a representation that exists. */
  public static Plan plan(Conditions conditions, Representation representation) {
    EntityTag tag = representation.tag();
    if (conditions.ifMatch().isPresent() && !tag.listedStronglyIn(conditions.ifMatch().get())) {
      return new Plan.PreconditionFailed();
    }
    if (conditions.ifNoneMatch().filter(tag::listedWeaklyIn).isPresent()) {
      return new Plan.NotModified();
    }
    boolean rangeHolds = conditions.ifRange().map(tag::isIfRange).orElse(true);
    if (conditions.head() || !rangeHolds) {
      return new Plan.Whole();
    }
    return conditions
        .range()
        .flatMap(RangeField::parse)
        .filter(specs -> specs.size() <= MAX_RANGES)
        .map(specs -> select(specs, representation.sizeBytes()))
        .orElseGet(Plan.Whole::new);
  }

  private static Plan select(List<RangeSpec> specs, long sizeBytes) {
    var ranges = new ArrayList<ByteRange>();
    specs.stream()
        .map(spec -> spec.within(sizeBytes))
        .flatMap(Optional::stream)
        .forEach(range -> add(ranges, range));
    return switch (ranges.size()) {
      case 0 -> new Plan.Unsatisfiable();
      case 1 -> new Plan.Part(ranges.getFirst());
      default -> new Plan.Parts(List.copyOf(ranges));
    };
  }

  /** Joins the new range with all that it touches, at the place of the first of them. */
  private static void add(List<ByteRange> ranges, ByteRange added) {
    ByteRange joined = added;
    int place = ranges.size();
    for (int i = ranges.size() - 1; i >= 0; i--) {
      if (ranges.get(i).touches(joined)) {
        joined = joined.join(ranges.remove(i));
        place = i;
      }
    }
    ranges.add(Math.min(place, ranges.size()), joined);
  }
}
