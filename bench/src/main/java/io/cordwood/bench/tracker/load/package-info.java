/**
 * A load of WebTorrent peers on a tracker: one thread, prepared frames, every message that arrives
 * compared with what was sent. Runs in a process of its own, {@link
 * io.cordwood.bench.tracker.load.Generator}.
 */
package io.cordwood.bench.tracker.load;
