package io.cordwood.swarm.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.SwarmId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TicketVectorsTest {
  private final JsonNode vectors = read();
  private final TicketVerifier verifier =
      TicketVerifier.ofPublicJwk(vectors.get("publicKey").toString());

  @TestFactory
  Stream<DynamicTest> everyVectorIsJudgedAsItSays() {
    return StreamSupport.stream(vectors.get("cases").spliterator(), false)
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    text(vector, "name"),
                    () -> assertThat(word(judge(vector))).isEqualTo(text(vector, "expect"))));
  }

  @Test
  void theGoodTicketSaysWhatTheVectorSays() {
    var claims = ((TicketVerdict.Valid) judge(vectors.get("cases").get(0))).claims();
    var expected = vectors.get("claims");
    assertThat(claims.peer().hex()).isEqualTo(text(expected, "peer"));
    assertThat(claims.swarm().hex()).isEqualTo(text(expected, "swarm"));
    assertThat(claims.origin()).isEqualTo(text(expected, "origin"));
    assertThat(claims.fingerprint().sdp()).isEqualTo(text(expected, "fingerprint"));
    assertThat(claims.fingerprint().base64Url()).isEqualTo(text(expected, "x5t#S256"));
    assertThat(claims.issuedAt().toEpochMilli()).isEqualTo(expected.get("iatMs").longValue());
    assertThat(claims.expiresAt().toEpochMilli()).isEqualTo(expected.get("expMs").longValue());
    assertThat(claims.open()).isEqualTo(expected.get("open").booleanValue());
  }

  private TicketVerdict judge(JsonNode vector) {
    return verifier.verify(
        text(vector, "token"),
        SwarmId.parse(text(vector, "swarm")),
        Fingerprint.parseSdp(text(vector, "fingerprint")).orElseThrow(),
        Instant.ofEpochMilli(vector.get("nowMs").longValue()));
  }

  private static String word(TicketVerdict verdict) {
    return switch (verdict) {
      case TicketVerdict.Valid valid -> "valid";
      case TicketVerdict.Refused refused -> refused.reason().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).textValue();
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Path.of("vectors", "ticket.json").toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
