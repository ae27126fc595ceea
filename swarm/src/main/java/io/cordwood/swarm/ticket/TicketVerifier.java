package io.cordwood.swarm.ticket;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.ticket.TicketVerdict.Reason;
import io.cordwood.swarm.ticket.TicketVerdict.Refused;
import io.cordwood.swarm.ticket.TicketVerdict.Valid;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * Checks tickets against one key (PROTOCOL §4.3): ES256 and nothing else, whatever the token says
 * of itself (RFC 8725 §3.1). Never throws on what a stranger sends. Safe on every thread.
 */
public final class TicketVerifier {
  /** Characters of a ticket at most. */
  public static final int MAX_CHARACTERS = 4096;

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  private final String kid;
  private final JWSVerifier verifier;

  /** Checks what an issuer with this key signed. */
  public TicketVerifier(TicketKey key) {
    this(key.publicKey());
  }

  private TicketVerifier(ECKey key) {
    try {
      this.kid = key.getKeyID();
      this.verifier = new ECDSAVerifier(key);
    } catch (JOSEException e) {
      throw new IllegalArgumentException("Give a P-256 key.", e);
    }
  }

  /** Checks with the public half alone, as JWK; the exception says what to do. */
  public static TicketVerifier ofPublicJwk(String jwk) {
    try {
      return new TicketVerifier(ECKey.parse(jwk).toPublicJWK());
    } catch (ParseException e) {
      throw new IllegalArgumentException("Give a public P-256 key as JWK.", e);
    }
  }

  /** Is it a ticket for this swarm, now? */
  public TicketVerdict verify(String token, SwarmId swarm, Instant now) {
    return switch (verify(token, now)) {
      case Valid valid when !valid.claims().swarm().equals(swarm) -> new Refused(Reason.SWARM);
      case Valid valid -> valid;
      case Refused refused -> refused;
    };
  }

  /** Is it a ticket now, for whatever swarm it names? */
  public TicketVerdict verify(String token, Instant now) {
    if (token.length() > MAX_CHARACTERS) {
      return new Refused(Reason.MALFORMED);
    }
    try {
      return verify(SignedJWT.parse(token), now);
    } catch (ParseException | InvalidContentException e) {
      return new Refused(Reason.MALFORMED);
    } catch (JOSEException e) {
      return new Refused(Reason.SIGNATURE);
    }
  }

  /** Is it a ticket for this swarm, now, held by whoever presents this certificate? */
  public TicketVerdict verify(String token, SwarmId swarm, Fingerprint presented, Instant now) {
    return switch (verify(token, swarm, now)) {
      case Valid valid when !valid.claims().fingerprint().equals(presented) ->
          new Refused(Reason.FINGERPRINT);
      case Valid valid -> valid;
      case Refused refused -> refused;
    };
  }

  private TicketVerdict verify(SignedJWT jwt, Instant now) throws ParseException, JOSEException {
    var header = jwt.getHeader();
    if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
      return new Refused(Reason.ALGORITHM);
    }
    if (!kid.equals(header.getKeyID()) || !jwt.verify(verifier)) {
      return new Refused(Reason.SIGNATURE);
    }
    var claims = claims(jwt.getJWTClaimsSet());
    return problem(claims, now).<TicketVerdict>map(Refused::new).orElseGet(() -> new Valid(claims));
  }

  private static Optional<Reason> problem(TicketClaims claims, Instant now) {
    if (!now.isBefore(claims.expiresAt())) {
      return Optional.of(Reason.EXPIRED);
    }
    return claims.issuedAt().isAfter(now.plus(CLOCK_SKEW))
        ? Optional.of(Reason.NOT_YET)
        : Optional.empty();
  }

  private static TicketClaims claims(JWTClaimsSet claims) throws ParseException {
    return new TicketClaims(
        PeerId.parse(claims.getSubject()),
        SwarmId.parse(claims.getStringClaim("swarm")),
        required(claims.getStringClaim("origin"), "origin"),
        fingerprint(claims),
        required(claims.getBooleanClaim("open"), "open"),
        instant(claims.getIssueTime(), "iat"),
        instant(claims.getExpirationTime(), "exp"),
        required(claims.getJWTID(), "jti"));
  }

  private static Fingerprint fingerprint(JWTClaimsSet claims) throws ParseException {
    var confirmation = required(claims.getJSONObjectClaim("cnf"), "cnf");
    return Optional.ofNullable(confirmation.get("x5t#S256"))
        .filter(String.class::isInstance)
        .flatMap(text -> Fingerprint.parseBase64Url((String) text))
        .orElseThrow(() -> new ParseException("cnf", 0));
  }

  private static Instant instant(Date date, String name) throws ParseException {
    return required(date, name).toInstant();
  }

  private static <T> T required(T value, String name) throws ParseException {
    if (value == null) {
      throw new ParseException(name, 0);
    }
    return value;
  }
}
