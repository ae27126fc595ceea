package io.cordwood.bench.tracker.conformance;

import io.cordwood.bench.tracker.TrackerAddress;

/** A tracker that cases are played against. Used by one thread. */
interface Target extends AutoCloseable {
  /** Its name in the table. */
  String name();

  /** Where it is now; starts it again when it is a process of ours that has died. */
  TrackerAddress address();

  /** How often it has been found dead so far; 0 for trackers that are not ours to see. */
  int deaths();

  /** How many times as long as a case says an answer may take: 1 but for slow machines. */
  int patience();

  @Override
  void close();

  /** A tracker that runs somewhere. */
  static Target at(TrackerAddress address, int patience) {
    return new Target() {
      @Override
      public String name() {
        return address.toString();
      }

      @Override
      public TrackerAddress address() {
        return address;
      }

      @Override
      public int deaths() {
        return 0;
      }

      @Override
      public int patience() {
        return patience;
      }

      @Override
      public void close() {}
    };
  }
}
