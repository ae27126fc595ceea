package io.cordwood.swarm.ticket;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Signs tickets (PROTOCOL §4.3): ES256 JWTs of 15 minutes. Safe on every thread. */
public final class TicketIssuer {
  /** How long a ticket is valid. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final int ID_BYTES = 16;

  private final JWSHeader header;
  private final JWSSigner signer;

  /** Signs with this key. */
  public TicketIssuer(TicketKey key) {
    try {
      this.header =
          new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.privateKey().getKeyID()).build();
      this.signer = new ECDSASigner(key.privateKey());
    } catch (JOSEException e) {
      throw new IllegalStateException("A ticket key is a private P-256 key.", e);
    }
  }

  /** A ticket from {@code now} on. {@code random} makes its id. */
  public IssuedTicket issue(TicketGrant grant, Instant now, RandomGenerator random) {
    var issuedAt = Instant.ofEpochSecond(now.getEpochSecond());
    var expiresAt = issuedAt.plus(LIFETIME);
    var claims =
        new JWTClaimsSet.Builder()
            .subject(grant.peer().hex())
            .claim("swarm", grant.swarm().hex())
            .claim("origin", grant.origin())
            .issueTime(Date.from(issuedAt))
            .expirationTime(Date.from(expiresAt))
            .jwtID(id(random))
            .claim("cnf", Map.of("x5t#S256", grant.fingerprint().base64Url()))
            .claim("open", grant.open())
            .build();
    return new IssuedTicket(sign(claims), expiresAt);
  }

  private String sign(JWTClaimsSet claims) {
    try {
      var jwt = new SignedJWT(header, claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("A ticket can always be signed with a P-256 key.", e);
    }
  }

  private static String id(RandomGenerator random) {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
