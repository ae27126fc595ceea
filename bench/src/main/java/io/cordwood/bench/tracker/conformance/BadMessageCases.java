package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.node.NullNode;
import io.cordwood.bench.tracker.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What nobody should send: the sender's socket still works, and a bystander notices nothing. */
final class BadMessageCases {
  private static final int DEPTH = 20_000;
  private static final int OVERSIZE = (1 << 20) + (1 << 18);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private BadMessageCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("BAD-1", "null harms nobody", stage -> texts(stage, "null")),
        Case.of("BAD-2", "an array harms nobody", stage -> texts(stage, "[]", "[{}]")),
        Case.of("BAD-3", "a scalar harms nobody", stage -> texts(stage, "1", "\"x\"", "true")),
        Case.of(
            "BAD-4", "what is not JSON harms nobody", stage -> texts(stage, "", "{\"a\":", "x")),
        Case.of("BAD-5", "deep nesting harms nobody", BadMessageCases::deep),
        Case.of("BAD-6", "an unknown action harms nobody", BadMessageCases::action),
        Case.of("BAD-7", "an event of a wrong type harms nobody", BadMessageCases::event),
        Case.of("BAD-8", "offers of a wrong type harm nobody", BadMessageCases::offers),
        Case.of("BAD-9", "an answer of a wrong type is not relayed", BadMessageCases::answer),
        Case.of("BAD-10", "a missing or nested info_hash harms nobody", BadMessageCases::hash),
        Case.of("BAD-11", "a null among offers is dropped alone", BadMessageCases::nullOffer),
        Case.of("BAD-12", "invalid UTF-8 closes its own socket at most", BadMessageCases::utf8),
        Case.of("BAD-13", "a message over 1 MiB is not served", BadMessageCases::oversize),
        Case.of("BAD-14", "a frame that is cut off harms nobody", BadMessageCases::truncated));
  }

  private static void texts(Stage stage, String... texts) throws IOException {
    var forms = Arrays.stream(texts).map(t -> Form.of(t.isEmpty() ? "empty" : t, t)).toList();
    stage.each(forms, text -> Scene.refuses(stage, text));
  }

  private static void deep(Stage stage) throws IOException {
    Scene.refuses(stage, "[".repeat(DEPTH) + "]".repeat(DEPTH));
    var scene = Scene.open(stage);
    var announce = scene.sender().announcement().toString();
    var nested = "{\"x\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH);
    scene.sender().socket().sendText(announce.replaceFirst("\\{", "{\"deep\":" + nested + ","));
    scene.sender().settle();
    scene.unharmed();
  }

  private static void action(Stage stage) throws IOException {
    stage.each(
        Form.json(Form.ABSENT, "null", "5", "[]", "{}", "\"\"", "\"ANNOUNCE\"", "\"publish\""),
        action -> {
          var scene = Scene.open(stage);
          scene.refused(Form.put(scene.sender().announcement(), "action", action));
          scene.unharmed();
        });
  }

  private static void event(Stage stage) throws IOException {
    stage.each(
        Form.json("5", "true", "[]", "{}"),
        event -> {
          var scene = Scene.open(stage);
          scene.sender().answerTo(Form.put(scene.sender().announcement(), "event", event));
          scene.unharmed();
        });
  }

  private static void offers(Stage stage) throws IOException {
    stage.each(
        Form.json("\"offers\"", "5", "true", "{}", "{\"length\":3}", "{\"0\":{}}"),
        offers -> {
          var scene = Scene.open(stage);
          scene.sender().answerTo(Form.put(scene.sender().announcement(), "offers", offers));
          scene.unharmed();
        });
  }

  private static void answer(Stage stage) throws IOException {
    stage.each(
        Form.json("\"x\"", "5", "true", "[]", "{}", "{\"type\":\"answer\",\"sdp\":5}"),
        answer -> {
          var scene = Scene.open(stage);
          scene.bystander().offer(1);
          var message = scene.sender().answerFor(scene.sender().awaitOffer());
          scene.sender().socket().send(Form.put(message, "answer", answer));
          scene.sender().settle();
          scene.unharmed();
        });
  }

  private static void hash(Stage stage) throws IOException {
    var nested = "[\"" + InfoHash.fresh().text() + "\"]";
    stage.each(
        Form.json(Form.ABSENT, "null", nested, "{\"info_hash\":" + nested + "}"),
        hash -> {
          var scene = Scene.open(stage);
          scene.refused(Form.put(scene.sender().announcement(), "info_hash", hash));
          scene.unharmed();
        });
  }

  private static void nullOffer(Stage stage) throws IOException {
    OfferCases.droppedAlone(stage, NullNode.getInstance());
  }

  private static void utf8(Stage stage) throws IOException {
    stage.each(
        List.of(
            Form.of("a lone continuation byte", new byte[] {(byte) 0x80}),
            Form.of("an overlong slash", new byte[] {(byte) 0xc0, (byte) 0xaf}),
            Form.of("a surrogate", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})),
        bytes -> {
          var scene = Scene.open(stage);
          var text = scene.sender().announcement("#").toString();
          var hole = text.indexOf('#');
          var message = new ByteArrayOutputStream();
          message.writeBytes(text.substring(0, hole).getBytes(StandardCharsets.UTF_8));
          message.writeBytes(bytes);
          message.writeBytes(text.substring(hole + 1).getBytes(StandardCharsets.UTF_8));
          endsOrRefuses(stage, scene, Frame.whole(Frame.TEXT, message.toByteArray()));
        });
  }

  private static void oversize(Stage stage) throws IOException {
    var scene = Scene.open(stage);
    var message = scene.sender().announcement().put("x", "x".repeat(OVERSIZE)).toString();
    endsOrRefuses(stage, scene, Frame.text(message));
  }

  /** The sender's socket is closed, or the message is refused; the bystander is served. */
  private static void endsOrRefuses(Stage stage, Scene scene, Frame frame) {
    var socket = scene.sender().socket();
    try {
      scene.refused(frame);
      scene.unharmed();
    } catch (Mismatch e) {
      if (!socket.closes(Duration.ZERO)) {
        throw e;
      }
      stage.note("closed with " + socket.closeCode());
      var left = Counts.of(0, 1);
      stage.awaitCounts(stage.patiently(CLOSING), left, scene.bystander()::scrape);
      scene.bystanderUnharmed(1);
    }
  }

  private static void truncated(Stage stage) throws IOException {
    var scene = Scene.open(stage);
    var frame = Frame.text(scene.sender().announcement().toString()).masked(0x01020304);
    scene.sender().socket().raw().write(Arrays.copyOf(frame, frame.length / 2));
    scene.sender().socket().raw().cut();
    stage.awaitCounts(stage.patiently(CLOSING), Counts.of(0, 1), scene.bystander()::scrape);
    scene.bystanderUnharmed(1);
  }
}
