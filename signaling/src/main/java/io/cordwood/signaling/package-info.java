/**
 * The node: joining, the catalogue, the signaling door, the tracker door in the same JVM, STUN and
 * the pages. Classes here that know Quarkus move bytes; rules are plain classes beside them.
 */
package io.cordwood.signaling;
