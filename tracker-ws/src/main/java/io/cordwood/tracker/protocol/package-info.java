/**
 * What clients of the tracker door say and get, between the door's bytes and the swarm's rules: the
 * WebTorrent tracker protocol. Rules in plain code; no socket.
 */
package io.cordwood.tracker.protocol;
