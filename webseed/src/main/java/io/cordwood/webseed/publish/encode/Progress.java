package io.cordwood.webseed.publish.encode;

/** Told how far a step is. */
@FunctionalInterface
public interface Progress {
  /** {@code done} from 0 to 1; called often, from the publishing thread. */
  void at(String step, double done);
}
