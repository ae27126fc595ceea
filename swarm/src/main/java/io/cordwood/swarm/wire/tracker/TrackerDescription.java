package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.wire.Scanned;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.SdpScan;
import java.util.Optional;

/**
 * An offer or an answer as the JSON object that its sender wrote, relayed verbatim. Made by {@link
 * TrackerCodec} from a client's message, whose candidates it has checked, or from a viewer's
 * description. Immutable; safe on every thread.
 */
public final class TrackerDescription {
  /** What a description is to its receiver. */
  public enum Kind {
    /** {@code "type":"offer"}. */
    OFFER,
    /** {@code "type":"answer"}. */
    ANSWER
  }

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
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
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
