package io.cordwood.signaling.join;

import io.cordwood.signaling.catalogue.Crowds;
import io.cordwood.signaling.catalogue.Title;
import io.cordwood.signaling.catalogue.Webseeds;
import io.cordwood.signaling.http.PublicAddress;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.rules.SwarmConfig;
import io.cordwood.swarm.ticket.TicketGrant;
import io.cordwood.swarm.ticket.TicketIssuer;
import io.cordwood.swarm.ticket.TicketKey;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The rule of joining: who gets in is an id, a ticket, and all it needs to meet others (PROTOCOL
 * §4.1). Safe on every thread.
 */
public final class Joining {
  /** Random bytes of a peer id after its prefix. */
  private static final int PEER_ID_BYTES = 12;

  private final JoinAnswer.TicketKeyJwk key;
  private final TicketIssuer issuer;
  private final Webseeds webseeds;
  private final Crowds crowds;
  private final Joiners joiners;
  private final SwarmConfig swarm;

  /** Signs tickets with {@code key}; {@code swarm} has the policy. */
  public Joining(
      TicketKey key, Webseeds webseeds, Crowds crowds, Joiners joiners, SwarmConfig swarm) {
    this.key = JoinAnswer.TicketKeyJwk.of(key.publicJwk());
    this.issuer = new TicketIssuer(key);
    this.webseeds = webseeds;
    this.crowds = crowds;
    this.joiners = joiners;
    this.swarm = swarm;
  }

  /**
   * Lets a viewer in.
   *
   * @param origin of the viewer's page; empty when there is none
   * @param own how the viewer reaches this node
   * @param stunPort empty when there is no STUN server
   * @param random unpredictable: it makes the peer id
   */
  public JoinAnswer join(
      JoinRequest request,
      Title title,
      String origin,
      PublicAddress own,
      OptionalInt stunPort,
      Instant now,
      RandomGenerator random) {
    var peer = freshPeer(random);
    var ticket =
        issuer.issue(
            new TicketGrant(peer, title.swarm(), origin, request.fingerprint(), title.open()),
            now,
            random);
    joiners.remember(peer, Joiners.Joiner.of(request), ticket.expiresAt(), now);
    var bases = webseeds.rankedFor(peer, title.id(), now);
    return new JoinAnswer(
        peer,
        ticket.token(),
        ticket.expiresAt().toEpochMilli(),
        key,
        title.swarm(),
        title.open(),
        title.pieceLength(),
        title.pieces(),
        records(title, bases),
        JoinAnswer.Live.of(title),
        bases,
        own.webSocket("/v1/signal/" + title.swarm()),
        iceServers(own, stunPort),
        now.toEpochMilli(),
        policy(request, crowds.joined(title, now)));
  }

  private JoinAnswer.Policy policy(JoinRequest request, boolean busy) {
    return new JoinAnswer.Policy(
        swarm.stateEvery().toMillis(),
        request.capabilities().mobile() ? swarm.mobileDegree() : swarm.degree(),
        swarm.maxDegree(),
        busy);
  }

  private static List<JoinAnswer.IceServer> iceServers(PublicAddress own, OptionalInt stunPort) {
    return stunPort.isPresent()
        ? List.of(new JoinAnswer.IceServer(List.of(own.stun(stunPort.getAsInt()))))
        : List.of();
  }

  private static List<JoinAnswer.Records> records(Title title, List<String> bases) {
    if (title.live() != null) {
      return List.of();
    }
    var base = bases.isEmpty() ? "" : bases.getFirst();
    var shared = title.shared();
    return Stream.concat(
            title.renditions().stream()
                .map(r -> file(base, r.name(), r.recordsSha256(), r.recordsSize())),
            Stream.of(
                file(base, RenditionName.SHARED, shared.recordsSha256(), shared.recordsSize())))
        .toList();
  }

  private static JoinAnswer.Records file(
      String base, RenditionName rendition, Hash32 sha256, int sizeBytes) {
    return new JoinAnswer.Records(rendition, base + rendition.recordsFile(), sha256, sizeBytes);
  }

  private static PeerId freshPeer(RandomGenerator random) {
    var bytes = new byte[PEER_ID_BYTES];
    random.nextBytes(bytes);
    return PeerId.ofNode(bytes);
  }
}
