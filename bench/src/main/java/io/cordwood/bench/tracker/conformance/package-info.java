/**
 * The conformance suite of WebTorrent trackers: what a tracker must do so that no client breaks, as
 * cases that run against any address. A case opens sockets of its own and names swarms that nobody
 * else knows, so cases do not disturb each other or the tracker's users.
 */
package io.cordwood.bench.tracker.conformance;
