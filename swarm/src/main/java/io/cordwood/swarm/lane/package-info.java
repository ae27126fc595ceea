/**
 * One owner per swarm: every swarm of a node has a lane, and all doors submit their events to it.
 * The only place of the swarm with threads.
 */
package io.cordwood.swarm.lane;
