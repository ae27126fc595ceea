package io.cordwood.swarm.rules;

/**
 * How much the webseeds of a title have to do.
 *
 * @param heat the part of their capacity that they send; 1 is all
 * @param busy they have little to spare, now or soon
 */
public record WebseedLoad(double heat, boolean busy) {
  /** They have nothing to do, or there are none. */
  public static final WebseedLoad NONE = new WebseedLoad(0, false);
}
