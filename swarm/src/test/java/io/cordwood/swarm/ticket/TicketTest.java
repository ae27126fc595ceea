package io.cordwood.swarm.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.ticket.TicketVerdict.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketTest {
  private static final TicketKey KEY = TicketKey.generate();
  private static final SwarmId SWARM = SwarmId.of(filled(20, 1));
  private static final Fingerprint FINGERPRINT = new Fingerprint(Hash32.of(filled(32, 2)));
  private static final TicketGrant GRANT =
      new TicketGrant(
          PeerId.ofNode(filled(12, 3)), SWARM, "https://film.example", FINGERPRINT, false);
  private static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_500L);

  private final TicketVerifier verifier = new TicketVerifier(KEY);
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void aTicketSaysWhatItWasGivenFor() {
    var issued = issue();
    var claims = ((TicketVerdict.Valid) verifier.verify(issued.token(), SWARM, NOW)).claims();
    assertThat(TicketGrant.of(claims)).isEqualTo(GRANT);
    assertThat(claims.issuedAt()).isEqualTo(Instant.ofEpochSecond(1_790_000_000));
    assertThat(claims.expiresAt()).isEqualTo(issued.expiresAt());
    assertThat(issued.expiresAt()).isEqualTo(claims.issuedAt().plus(TicketIssuer.LIFETIME));
    assertThat(issued.renewAt()).isEqualTo(issued.expiresAt().minusSeconds(120));
    assertThat(issued.token().length()).isLessThan(TicketVerifier.MAX_CHARACTERS / 4);
  }

  @Test
  void noTwoTicketsHaveTheSameId() {
    assertThat(claims(issue()).id()).isNotEqualTo(claims(issue()).id()).hasSize(32);
  }

  @Test
  void aTicketIsValidUntilItsEndAndNotAtIt() {
    var issued = issue();
    assertThat(verifier.verify(issued.token(), SWARM, issued.expiresAt().minusMillis(1)))
        .isInstanceOf(TicketVerdict.Valid.class);
    assertRefused(verifier.verify(issued.token(), SWARM, issued.expiresAt()), Reason.EXPIRED);
  }

  @Test
  void aTicketFromTheFutureIsRefused() {
    assertRefused(verifier.verify(issue().token(), SWARM, NOW.minusSeconds(90)), Reason.NOT_YET);
  }

  @Test
  void aTicketOfAnotherSwarmIsRefused() {
    var other = SwarmId.of(filled(20, 9));
    assertRefused(verifier.verify(issue().token(), other, NOW), Reason.SWARM);
    assertThat(verifier.verify(issue().token(), NOW))
        .isInstanceOfSatisfying(
            TicketVerdict.Valid.class,
            valid -> assertThat(valid.claims().swarm()).isEqualTo(SWARM));
  }

  @Test
  void aTicketOfAnotherKeyIsRefusedEvenUnderOurKeyId() throws Exception {
    var stranger = TicketKey.generate();
    var foreign = new TicketIssuer(stranger).issue(GRANT, NOW, random).token();
    assertRefused(verifier.verify(foreign, SWARM, NOW), Reason.SIGNATURE);
    var forged = sign(ourHeader(JWSAlgorithm.ES256), new ECDSASigner(stranger.privateKey()));
    assertRefused(verifier.verify(forged, SWARM, NOW), Reason.SIGNATURE);
  }

  @Test
  void aTicketPresentedWithAnotherCertificateIsRefused() {
    var token = issue().token();
    var other = new Fingerprint(Hash32.of(filled(32, 7)));
    assertRefused(verifier.verify(token, SWARM, other, NOW), Reason.FINGERPRINT);
    assertThat(verifier.verify(token, SWARM, FINGERPRINT, NOW))
        .isInstanceOf(TicketVerdict.Valid.class);
  }

  @Test
  void everyAlteredCharacterRefusesATicket() {
    var token = issue().token();
    for (int i = 0; i < token.length(); i++) {
      var altered = new StringBuilder(token);
      altered.setCharAt(i, token.charAt(i) == 'A' ? 'Q' : 'A');
      assertThat(verifier.verify(altered.toString(), SWARM, NOW))
          .as("character " + i)
          .isInstanceOf(TicketVerdict.Refused.class);
    }
  }

  @Test
  void aTicketThatSaysItNeedsNoSignatureIsRefused() {
    assertThat(verifier.verify(new PlainJWT(goodClaims().build()).serialize(), SWARM, NOW))
        .isInstanceOf(TicketVerdict.Refused.class);
    var token = issue().token();
    var unsigned = token.substring(0, token.lastIndexOf('.') + 1);
    assertThat(verifier.verify(unsigned, SWARM, NOW)).isInstanceOf(TicketVerdict.Refused.class);
  }

  @Test
  void aTicketSignedWithThePublicKeyAsASecretIsRefused() throws Exception {
    var secret = KEY.publicKey().toJSONString().getBytes(StandardCharsets.UTF_8);
    var forged = sign(ourHeader(JWSAlgorithm.HS256), new MACSigner(secret));
    assertRefused(verifier.verify(forged, SWARM, NOW), Reason.ALGORITHM);
  }

  @Test
  void aSignedTicketWithMissingOrStrangeClaimsIsRefused() throws Exception {
    var signer = new ECDSASigner(KEY.privateKey());
    for (var name : new String[] {"sub", "swarm", "origin", "iat", "exp", "jti", "cnf", "open"}) {
      var claims = goodClaims().claim(name, null).build();
      assertRefused(verifier.verify(sign(claims, signer), SWARM, NOW), Reason.MALFORMED);
    }
    for (var strange :
        new Object[] {5, "AA:BB", Map.of("x5t#S256", 5), Map.of("x5t#S256", "short")}) {
      var claims = goodClaims().claim("cnf", strange).build();
      assertRefused(verifier.verify(sign(claims, signer), SWARM, NOW), Reason.MALFORMED);
    }
    assertThat(verifier.verify(sign(goodClaims().build(), signer), SWARM, NOW))
        .isInstanceOf(TicketVerdict.Valid.class);
  }

  @Test
  void whatIsNoTicketIsRefused() {
    for (var text : new String[] {"", ".", "..", "a.b.c", "{}", "x".repeat(100_000)}) {
      assertRefused(verifier.verify(text, SWARM, NOW), Reason.MALFORMED);
    }
  }

  @Test
  void everyReasonSaysWhatToDo() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::advice))
        .allMatch(advice -> advice.endsWith("."));
  }

  @Test
  void thePublicKeyAloneChecksTickets() throws IOException {
    var jwk = KEY.publicJwk();
    assertThat(jwk).containsOnlyKeys("kty", "crv", "x", "y", "kid");
    var json =
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\",\"kid\":\"%s\"}"
            .formatted(jwk.get("x"), jwk.get("y"), jwk.get("kid"));
    assertThat(TicketVerifier.ofPublicJwk(json).verify(issue().token(), SWARM, NOW))
        .isInstanceOf(TicketVerdict.Valid.class);
    assertThatThrownBy(() -> TicketKey.parse(json)).isInstanceOf(IOException.class);
  }

  @Test
  void theKeyIsKeptInAFileOfItsOwnerOnly(@TempDir Path folder) throws IOException {
    var file = folder.resolve("keys").resolve("ticket.jwk");
    var made = TicketKey.loadOrCreate(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(TicketKey.loadOrCreate(file).publicJwk()).isEqualTo(made.publicJwk());
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aLooseKeyFileIsTightenedWhenItIsRead(@TempDir Path folder) throws IOException {
    var file = folder.resolve("ticket.jwk");
    TicketKey.loadOrCreate(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    TicketKey.loadOrCreate(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileThatHoldsNoKeySaysWhatToDoAndIsKept(@TempDir Path folder) throws IOException {
    var file = folder.resolve("ticket.jwk");
    Files.writeString(file, "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}");
    assertThatThrownBy(() -> TicketKey.loadOrCreate(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("restore it, or delete it")
        .hasMessageNotContaining("c2VjcmV0");
    assertThat(file).exists();
  }

  private IssuedTicket issue() {
    return new TicketIssuer(KEY).issue(GRANT, NOW, random);
  }

  private TicketClaims claims(IssuedTicket issued) {
    return ((TicketVerdict.Valid) verifier.verify(issued.token(), SWARM, NOW)).claims();
  }

  private static JWTClaimsSet.Builder goodClaims() {
    return new JWTClaimsSet.Builder()
        .subject(GRANT.peer().hex())
        .claim("swarm", SWARM.hex())
        .claim("origin", GRANT.origin())
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(60)))
        .jwtID("1")
        .claim("cnf", Map.of("x5t#S256", FINGERPRINT.base64Url()))
        .claim("open", true);
  }

  private static JWSHeader ourHeader(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).keyID(KEY.publicKey().getKeyID()).build();
  }

  private static String sign(JWSHeader header, JWSSigner signer) throws Exception {
    var jwt = new SignedJWT(header, goodClaims().build());
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static String sign(JWTClaimsSet claims, JWSSigner signer) throws Exception {
    var jwt = new SignedJWT(ourHeader(JWSAlgorithm.ES256), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static void assertRefused(TicketVerdict verdict, Reason reason) {
    assertThat(verdict).isEqualTo(new TicketVerdict.Refused(reason));
  }

  private static byte[] filled(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
