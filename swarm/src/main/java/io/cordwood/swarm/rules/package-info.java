/**
 * The rules of a swarm: who is in it, who is introduced to whom, and what is relayed between them.
 * Plain and serial: no socket, clock or randomness inside; one lane ({@code swarm.lane}) owns each
 * swarm.
 */
package io.cordwood.swarm.rules;
