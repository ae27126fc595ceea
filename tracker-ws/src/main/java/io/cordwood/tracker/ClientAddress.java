package io.cordwood.tracker;

import io.cordwood.swarm.limit.AddressKey;
import java.net.InetAddress;

/**
 * Where a client is, as far as the door knows: the other end of the socket, or what a trusted proxy
 * says.
 *
 * @param address of the client
 * @param home whom limits of an address count
 */
record ClientAddress(InetAddress address, AddressKey home) {
  static ClientAddress of(InetAddress address) {
    return new ClientAddress(address, AddressKey.of(address));
  }

  /** Whom limits of a prefix count. */
  AddressKey network() {
    return AddressKey.prefixOf(address);
  }
}
