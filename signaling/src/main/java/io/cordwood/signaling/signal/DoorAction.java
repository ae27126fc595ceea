package io.cordwood.signaling.signal;

import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.Event;
import io.cordwood.swarm.wire.DownMessage;

/** What the door has to do for one connection, in order. */
sealed interface DoorAction {
  /** Send the message. */
  record Say(DownMessage message) implements DoorAction {}

  /** Hand the event to the swarm. */
  record Submit(SwarmId swarm, Event.OfPeer event) implements DoorAction {}

  /** Send a ping frame (RFC 6455 §5.5.2). */
  record Ping() implements DoorAction {}

  /** Close the connection once what was said is sent; a code of RFC 6455 §7.4. */
  record Close(int code, String reason) implements DoorAction {}
}
