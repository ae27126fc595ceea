/** What measures WebTorrent trackers from outside: a client of our own, without a browser. */
package io.cordwood.bench.tracker;
