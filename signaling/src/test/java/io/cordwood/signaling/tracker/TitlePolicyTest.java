package io.cordwood.signaling.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.LiveSamples;
import io.cordwood.signaling.Samples;
import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.catalogue.CatalogueStore;
import io.cordwood.signaling.catalogue.Title;
import io.cordwood.signaling.http.Json;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.ticket.IssuedTicket;
import io.cordwood.swarm.ticket.TicketGrant;
import io.cordwood.swarm.ticket.TicketIssuer;
import io.cordwood.swarm.ticket.TicketKey;
import io.cordwood.swarm.ticket.TicketVerdict.Reason;
import io.cordwood.swarm.ticket.TicketVerifier;
import io.cordwood.tracker.protocol.SwarmPolicy;
import io.cordwood.tracker.protocol.SwarmPolicy.Access;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TitlePolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final RandomGenerator RANDOM = RandomGenerator.of("L64X128MixRandom");
  private static final SwarmId OPEN = SwarmId.parse(Samples.swarm("open"));
  private static final SwarmId CLOSED = SwarmId.parse(Samples.swarm("closed"));
  private static final SwarmId UNKNOWN = SwarmId.parse(Samples.swarm("unknown"));
  private static final Fingerprint CERTIFICATE = new Fingerprint(Samples.hash("certificate"));
  private static final PeerId PEER = PeerId.ofLatin1("-CW0001-abcdefghijkl");
  private static final PeerId STRANGER = PeerId.ofLatin1("-WW0203-abcdefghijkl");

  @TempDir Path folder;

  private final TicketKey key = TicketKey.generate();
  private CatalogueStore store;
  private Catalogue catalogue;
  private SwarmPolicy published;
  private SwarmPolicy any;

  @BeforeEach
  void publish() {
    store = new CatalogueStore(folder);
    catalogue = new Catalogue(store);
    publish("open", "open", true);
    publish("closed", "closed", false);
    var verifier = new TicketVerifier(key);
    published = new TitlePolicy(catalogue, verifier, false);
    any = new TitlePolicy(catalogue, verifier, true);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aLiveChannelIsForNobodyHereForItsPiecesHaveNoTorrent() {
    var channel = new LiveSamples("demo/news");
    catalogue.publish(Json.read(channel.title("on", "480p"), Title.class));
    var swarm = SwarmId.parse(channel.swarm());
    for (var policy : List.of(published, any)) {
      assertThat(refusal(policy.access(swarm, STRANGER, Optional.empty(), NOW)))
          .contains("its recording has one");
      assertThat(policy.mayBeScraped(swarm)).isFalse();
    }
  }

  @Test
  void aSwarmThatIsNoTitleIsForAnyPolicyOnly() {
    assertThat(refusal(published.access(UNKNOWN, STRANGER, Optional.empty(), NOW)))
        .isEqualTo("This tracker serves its own titles only; use another one.");
    assertThat(any.access(UNKNOWN, STRANGER, Optional.empty(), NOW)).isEqualTo(SwarmPolicy.OPEN);
  }

  @Test
  void anOpenTitleIsForEverybodyWithOrWithoutATicket() {
    assertThat(published.access(OPEN, STRANGER, Optional.empty(), NOW)).isEqualTo(SwarmPolicy.OPEN);
    assertThat(published.access(OPEN, STRANGER, Optional.of("no ticket"), NOW))
        .isEqualTo(SwarmPolicy.OPEN);
  }

  @Test
  void aClosedTitleAsksForATicketWhateverThePolicy() {
    assertThat(refusal(published.access(CLOSED, PEER, Optional.empty(), NOW))).contains("ticket");
    assertThat(refusal(any.access(CLOSED, PEER, Optional.empty(), NOW))).contains("ticket");
  }

  @Test
  void theRightTicketLetsItsPeerInWithItsCertificateUntilItEnds() {
    var ticket = ticket(key, CLOSED);
    var granted = new Access.Granted(Optional.of(CERTIFICATE), ticket.expiresAt());
    assertThat(access(ticket, PEER, NOW)).isEqualTo(granted);
    assertThat(access(ticket, PEER, ticket.expiresAt().minusSeconds(1))).isEqualTo(granted);
  }

  @Test
  void anExpiredTicketIsRefused() {
    var ticket = ticket(key, CLOSED);
    assertThat(refusal(access(ticket, PEER, ticket.expiresAt())))
        .isEqualTo(Reason.EXPIRED.advice());
  }

  @Test
  void aTicketOfAnotherSwarmIsRefused() {
    assertThat(refusal(access(ticket(key, OPEN), PEER, NOW))).isEqualTo(Reason.SWARM.advice());
  }

  @Test
  void aTicketOfAnotherNodeIsRefused() {
    assertThat(refusal(access(ticket(TicketKey.generate(), CLOSED), PEER, NOW)))
        .isEqualTo(Reason.SIGNATURE.advice());
  }

  @Test
  void whatIsNoTicketIsRefused() {
    assertThat(refusal(published.access(CLOSED, PEER, Optional.of("no.ticket.this"), NOW)))
        .isEqualTo(Reason.MALFORMED.advice());
    assertThat(refusal(published.access(CLOSED, PEER, Optional.of(""), NOW)))
        .isEqualTo(Reason.MALFORMED.advice());
  }

  @Test
  void anotherPeersTicketIsRefused() {
    assertThat(refusal(access(ticket(key, CLOSED), STRANGER, NOW))).contains("another peer id");
  }

  @Test
  void ofTwoTitlesWithTheSameBytesTheClosedOneDecidesInWhateverOrderTheyCame() {
    publish("copy-of-open", "open", false);
    publish("copy-of-closed", "closed", true);
    for (var swarm : new SwarmId[] {OPEN, CLOSED}) {
      assertThat(refusal(published.access(swarm, PEER, Optional.empty(), NOW))).contains("ticket");
      assertThat(published.mayBeScraped(swarm)).isFalse();
    }
  }

  @Test
  void nobodyIsToldHowManyAreInAClosedTitle() {
    assertThat(published.mayBeScraped(OPEN)).isTrue();
    assertThat(published.mayBeScraped(CLOSED)).isFalse();
    assertThat(any.mayBeScraped(CLOSED)).isFalse();
  }

  @Test
  void aSwarmThatIsNoTitleMayBeScrapedUnderAnyPolicyOnly() {
    assertThat(published.mayBeScraped(UNKNOWN)).isFalse();
    assertThat(any.mayBeScraped(UNKNOWN)).isTrue();
  }

  private void publish(String slug, String content, boolean open) {
    catalogue.publish(Json.read(Samples.title("demo", slug, content, open), Title.class));
  }

  private Access access(IssuedTicket ticket, PeerId peer, Instant now) {
    return published.access(CLOSED, peer, Optional.of(ticket.token()), now);
  }

  private static IssuedTicket ticket(TicketKey key, SwarmId swarm) {
    var grant = new TicketGrant(PEER, swarm, "https://page.example", CERTIFICATE, false);
    return new TicketIssuer(key).issue(grant, NOW, RANDOM);
  }

  private static String refusal(Access access) {
    assertThat(access).isInstanceOf(Access.Refused.class);
    return ((Access.Refused) access).reason();
  }
}
