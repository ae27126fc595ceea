/** The STUN server: ice4j's message codec on our own channel. */
package io.cordwood.signaling.stun;
