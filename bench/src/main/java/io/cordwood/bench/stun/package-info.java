/** How many STUN answers a core gives: our server beside coturn, on the same machine in turns. */
package io.cordwood.bench.stun;
