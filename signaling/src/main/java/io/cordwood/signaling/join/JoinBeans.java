package io.cordwood.signaling.join;

import io.cordwood.signaling.NodeConfig;
import io.cordwood.signaling.catalogue.Crowds;
import io.cordwood.signaling.catalogue.Webseeds;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.limit.AddressRates;
import io.cordwood.swarm.ticket.TicketIssuer;
import io.cordwood.swarm.ticket.TicketKey;
import io.cordwood.swarm.ticket.TicketVerifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;

/** Makes what joining needs, once, from the configuration. */
@Singleton
class JoinBeans {
  @Produces
  @Singleton
  TicketKey ticketKey(NodeConfig config) throws IOException {
    return TicketKey.loadOrCreate(config.data().resolve("ticket.key"));
  }

  @Produces
  @Singleton
  TicketIssuer issuer(TicketKey key) {
    return new TicketIssuer(key);
  }

  @Produces
  @Singleton
  TicketVerifier verifier(TicketKey key) {
    return new TicketVerifier(key);
  }

  @Produces
  @Singleton
  Joiners joiners(NodeConfig config) {
    return new Joiners(config.join().viewers());
  }

  @Produces
  @Singleton
  Origins origins(NodeConfig config) {
    return new Origins(config.origins());
  }

  @Produces
  @Singleton
  AddressRates rates(NodeConfig config, InstantSource clock) {
    var join = config.join();
    return new AddressRates(join.burst(), join.perSecond(), join.addresses(), clock.instant());
  }

  @Produces
  @Singleton
  Joining joining(TicketKey key, Webseeds webseeds, Crowds crowds, Joiners joiners, Swarms swarms) {
    return new Joining(key, webseeds, crowds, joiners, swarms.config());
  }
}
