/**
 * What crosses the signaling door: its messages as records, their strict JSON codec, and the byte
 * scan of session descriptions (PROTOCOL §5). No socket and no clock.
 */
package io.cordwood.swarm.wire;
