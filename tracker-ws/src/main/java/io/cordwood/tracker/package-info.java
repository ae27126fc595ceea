/**
 * The tracker door: WebSocket connections of stock WebTorrent clients, on Jetty's core API. It
 * moves bytes; what messages mean is the {@link io.cordwood.tracker.MessageHandler}'s.
 */
package io.cordwood.tracker;
