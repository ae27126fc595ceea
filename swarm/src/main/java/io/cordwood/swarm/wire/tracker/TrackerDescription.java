package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.wire.Scanned;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.SdpScan;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An offer or an answer as the JSON object that its sender wrote, relayed verbatim but for the
 * lines of candidates that nobody may be sent to: {@link TrackerCodec} cuts them out when it makes
 * one from a client's message. Or made from a viewer's description. Immutable; safe on every
 * thread.
 */
public final class TrackerDescription {
  /** What a description is to its receiver. */
  public enum Kind {
    /** {@code "type":"offer"}. */
    OFFER("{\"type\":\"offer\",\"sdp\":"),
    /** {@code "type":"answer"}. */
    ANSWER("{\"type\":\"answer\",\"sdp\":");

    private final byte[] head;

    Kind(String head) {
      this.head = head.getBytes(StandardCharsets.US_ASCII);
    }
  }

  private static final byte[] END = {'}'};

  private final byte[] source;
  private final int from;
  private final int to;

  /** Shares {@code source}, which nobody changes any more: one JSON object from..to. */
  TrackerDescription(byte[] source, int from, int to) {
    this.source = source;
    this.from = from;
    this.to = to;
  }

  /** A viewer's description as a stock client reads it. */
  public static TrackerDescription of(Kind kind, ScannedSdp sdp) {
    var json =
        new JsonWriter(sdp.text().length() + 256)
            .ascii(kind.head)
            .text(sdp.text())
            .ascii(END)
            .done();
    return new TrackerDescription(json, 0, json.length);
  }

  /** Bytes of its JSON. */
  public int lengthBytes() {
    return to - from;
  }

  /** Copies its JSON to {@code target}, and returns where it ends there. */
  int copyTo(byte[] target, int at) {
    System.arraycopy(source, from, target, at, to - from);
    return at + to - from;
  }

  /** The description's text, decoded on each call. */
  public String sdp() {
    var in = new JsonCursor(source, from, to);
    in.peek();
    for (boolean more = in.enter('}'); more; more = in.more('}')) {
      in.name();
      if (JsonText.is(in, "sdp")) {
        in.peek();
        in.string();
        return JsonText.decode(in);
      }
      in.skip();
    }
    throw new IllegalStateException("A description has a text named sdp: its maker saw it.");
  }

  /** The strict scan that viewers' descriptions pass, made on each call. */
  public Scanned<ScannedSdp> scan() {
    return SdpScan.scan(sdp());
  }

  /** The one certificate it names, where the strict scan finds one. */
  public Optional<Fingerprint> fingerprint() {
    return scan() instanceof Scanned.Passed<ScannedSdp>(ScannedSdp sdp)
        ? Optional.of(sdp.fingerprint())
        : Optional.empty();
  }
}
