/** Limits per address: rules in plain code, with time as a parameter. */
package io.cordwood.swarm.limit;
