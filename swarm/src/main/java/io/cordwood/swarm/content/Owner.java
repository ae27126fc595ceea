package io.cordwood.swarm.content;

/**
 * The site that titles belong to: {@code [a-z0-9]} and single inner hyphens, 1 to 64 characters
 * (PROTOCOL §1).
 */
public record Owner(String value) implements Comparable<Owner> {
  /** Refuses a name of any other form. */
  public Owner {
    Names.require(value, "An owner");
  }

  @Override
  public int compareTo(Owner other) {
    return value.compareTo(other.value);
  }

  /** The name itself. */
  @Override
  public String toString() {
    return value;
  }
}
