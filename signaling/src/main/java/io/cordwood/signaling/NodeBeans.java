package io.cordwood.signaling;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** The one place where the node reads the wall clock; rules get instants as parameters. */
@Singleton
class NodeBeans {
  @Produces
  @Singleton
  InstantSource clock() {
    return Clock.systemUTC();
  }
}
