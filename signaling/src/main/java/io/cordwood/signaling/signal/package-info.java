/** The signaling door: a rule for each connection, and the sockets that obey it. */
package io.cordwood.signaling.signal;
