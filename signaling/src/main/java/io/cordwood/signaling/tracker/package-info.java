/** The tracker door in the node's JVM. */
package io.cordwood.signaling.tracker;
