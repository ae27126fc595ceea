/** Tickets: the signed, short-lived permission to take part in one swarm (PROTOCOL §4.3). */
package io.cordwood.swarm.ticket;
