/**
 * Trackers side by side: each in a process of its own on one core, a load on another, one after the
 * other in one run. What is measured and printed; the load itself is {@link
 * io.cordwood.bench.tracker.load}.
 */
package io.cordwood.bench.tracker.compare;
