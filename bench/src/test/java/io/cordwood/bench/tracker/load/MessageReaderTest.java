package io.cordwood.bench.tracker.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.bench.tracker.load.Message.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
  private byte[] bytes;

  @Test
  void keysComeInAnyOrderAndUnknownOnesAreSkipped() {
    var message =
        read(
            """
            ..{ "x": [1, {"sdp": "no\\"}"}], "sdp":"outside", "offer" : {"sdp":"v=0\\r\\n","more":{"type":"no"},"type":"offer"},
             "peer_id":"p","offer_id":"a\\\\","info_hash":"h", "action":"announce"}""",
            2);
    assertThat(message.kind).isEqualTo(Kind.OFFER);
    assertThat(message.announce).isTrue();
    assertThat(text(message.sdp)).isEqualTo("v=0\\r\\n");
    assertThat(text(message.type)).isEqualTo("offer");
    assertThat(text(message.peerId)).isEqualTo("p");
    assertThat(text(message.offerId)).isEqualTo("a\\\\");
    assertThat(text(message.infoHash)).isEqualTo("h");
  }

  @Test
  void aReplyHasNumbers() {
    var message =
        read("{\"interval\":120,\"complete\":0,\"incomplete\":-7,\"action\":\"announce\"}", 0);
    assertThat(message.kind).isEqualTo(Kind.REPLY);
    assertThat(message.interval).isEqualTo(120);
    assertThat(message.complete).isZero();
    assertThat(message.incomplete).isEqualTo(-7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e3", "\"120\"", "null", "[1]", "9999999999999999999"})
  void whatIsNoIntegerIsSeen(String number) {
    assertThat(read("{\"interval\":" + number + ",\"complete\":1}", 0).interval)
        .isEqualTo(Message.NO_INTEGER);
  }

  @Test
  void aFailureAndAWarningAreSeen() {
    assertThat(read("{\"failure reason\":\"no\",\"action\":\"announce\"}", 0).kind)
        .isEqualTo(Kind.FAILURE);
    var reply = read("{\"interval\":9,\"warning message\":\"slower\"}", 0);
    assertThat(reply.kind).isEqualTo(Kind.REPLY);
    assertThat(reply.warned).isTrue();
  }

  @Test
  void anotherActionIsNoAnnounce() {
    assertThat(read("{\"action\":\"announced\"}", 0).announce).isFalse();
    assertThat(read("{\"action\":\"scrape\"}", 0).announce).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"a\":1}x",
        "{\"a\":}",
        "{\"a\"}",
        "{\"a\":\"x}",
        "{\"a\":1,}",
        "{\"a\":{}",
        "{\"offer\":1"
      })
  void whatIsNoMessageIsRefused(String text) {
    assertThatThrownBy(() -> read(text, 0)).isInstanceOf(JsonCursor.Malformed.class);
  }

  @Test
  void aStringOfAnyLengthEndsAtItsQuote() {
    for (var length = 0; length < 40; length++) {
      var inside = "y".repeat(length);
      assertThat(text(read("{\"peer_id\":\"" + inside + "\",\"z\":\"\\\"\"}", 0).peerId))
          .isEqualTo(inside);
      var quoted = inside + "\\\"" + inside;
      assertThat(text(read("{\"peer_id\":\"" + quoted + "\"}", 0).peerId)).isEqualTo(quoted);
    }
  }

  private Message read(String text, int from) {
    bytes = text.getBytes(StandardCharsets.UTF_8);
    return new MessageReader().read(bytes, from, bytes.length);
  }

  private String text(Message.Place place) {
    return new String(bytes, place.from, place.length(), StandardCharsets.UTF_8);
  }
}
