/**
 * The WebTorrent tracker protocol: its messages and their codec. Values only; no socket, no clock.
 */
package io.cordwood.swarm.wire.tracker;
