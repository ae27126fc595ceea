package io.cordwood.swarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SdpScanTest {
  private static final String GOOD = "candidate:1 1 udp 1677729535 203.0.113.7 46154 typ srflx";

  @TestFactory
  Stream<DynamicTest> everyVectorIsScannedAsItSays() throws IOException {
    return Vectors.cases("signal-sdp.json")
        .map(
            vector -> DynamicTest.dynamicTest(vector.get("name").textValue(), () -> check(vector)));
  }

  private static void check(JsonNode vector) {
    var expect = vector.get("expect").textValue();
    var sdp = vector.get("sdp").textValue();
    switch (SdpScan.scan(sdp)) {
      case Scanned.Passed<ScannedSdp>(var passed) -> {
        assertThat("ok").isEqualTo(expect);
        assertThat(passed.text()).isEqualTo(sdp);
        assertThat(passed.fingerprint().sdp()).isEqualTo(vector.get("fingerprint").textValue());
        assertThat(passed.candidates()).isEqualTo(vector.get("candidates").intValue());
      }
      case Scanned.Refused<ScannedSdp> refused -> {
        assertThat(refused.code().wire()).isEqualTo(expect);
        assertThat(refused.asError().detail()).endsWith(".");
      }
    }
  }

  @Test
  void aDescriptionOverSixtyFourKibibytesIsRefused() {
    var sdp = "v=0\r\n" + "a=x:0123456789\r\n".repeat(5000);
    assertThat(SdpScan.scan(sdp)).isInstanceOf(Scanned.Refused.class);
  }

  @Test
  void trickledCandidatesArePassedInOrderWithTheEnd() {
    var batch = List.of(candidate(GOOD), candidate(""));
    var passed = (Scanned.Passed<ScannedCandidates>) SdpScan.scan(batch, true);
    assertThat(passed.value().candidates()).isEqualTo(batch);
    assertThat(passed.value().end()).isTrue();
  }

  @Test
  void oneForbiddenTrickledCandidateRefusesTheBatch() {
    for (var bad :
        List.of(
            GOOD.replace("203.0.113.7", "127.0.0.1"),
            GOOD.replace("46154", "53"),
            GOOD.replace("candidate:", "a=candidate:"),
            GOOD + "\r\na=candidate:2 1 udp 1 127.0.0.1 5000 typ host",
            GOOD + " x".repeat(60),
            "hello")) {
      assertThat(SdpScan.scan(List.of(candidate(GOOD), candidate(bad)), false))
          .as(bad)
          .isInstanceOfSatisfying(
              Scanned.Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CANDIDATE_REFUSED));
    }
  }

  private static IceCandidate candidate(String text) {
    return new IceCandidate(text, Optional.of("0"), OptionalInt.of(0));
  }
}
