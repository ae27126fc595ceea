package io.cordwood.swarm.content;

/**
 * The name of a title within its owner: {@code [a-z0-9]} and single inner hyphens, 1 to 64
 * characters (PROTOCOL §1).
 */
public record Slug(String value) implements Comparable<Slug> {
  /** Refuses a name of any other form. */
  public Slug {
    Names.require(value, "A slug");
  }

  @Override
  public int compareTo(Slug other) {
    return value.compareTo(other.value);
  }

  /** The name itself. */
  @Override
  public String toString() {
    return value;
  }
}
