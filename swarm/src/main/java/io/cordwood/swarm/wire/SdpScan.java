package io.cordwood.swarm.wire;

import io.cordwood.swarm.content.Fingerprint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one look that the node takes at a session description before it relays it verbatim (PROTOCOL
 * §5, RFC 8866, RFC 8839, RFC 8122): at most {@value #MAX_BYTES} bytes of plain lines, at most
 * {@value #MAX_CANDIDATES} candidates, none towards an address or port that a stranger could be
 * aimed at, and exactly one certificate, by SHA-256. Pure; never throws on what a stranger sends.
 */
public final class SdpScan {
  /** Bytes of a description at most. */
  public static final int MAX_BYTES = 64 * 1024;

  /** Candidates at most: of a description, and of one end in one introduction. */
  public static final int MAX_CANDIDATES = 32;

  private static final String FINGERPRINT = "fingerprint";
  private static final String CANDIDATE = "candidate";

  private SdpScan() {}

  /** Scans an offer or an answer. */
  public static Scanned<ScannedSdp> scan(String sdp) {
    try {
      return new Scanned.Passed<>(scanLines(sdp));
    } catch (Refusal e) {
      return new Scanned.Refused<>(e.code(), e.getMessage());
    }
  }

  /** Scans a batch of trickled candidates; an empty one is the sign that no more come. */
  public static Scanned<ScannedCandidates> scan(List<IceCandidate> candidates, boolean end) {
    try {
      for (var candidate : candidates) {
        scanTrickled(candidate.candidate());
      }
      return new Scanned.Passed<>(new ScannedCandidates(candidates, end));
    } catch (Refusal e) {
      return new Scanned.Refused<>(e.code(), e.getMessage());
    }
  }

  private static void scanTrickled(String candidate) {
    if (candidate.isEmpty()) {
      return;
    }
    if (!candidate.startsWith("candidate:")) {
      throw new Refusal(
          ErrorCode.CANDIDATE_REFUSED, "Begin a trickled candidate with candidate: as RFC 8839.");
    }
    requirePlain(candidate, ErrorCode.CANDIDATE_REFUSED);
    CandidateLine.check(candidate.substring("candidate:".length()));
  }

  private static ScannedSdp scanLines(String sdp) {
    if (Utf8.isLongerThan(sdp, MAX_BYTES)) {
      throw refuse("A description has at most " + MAX_BYTES + " bytes; send a smaller one.");
    }
    Optional<Fingerprint> fingerprint = Optional.empty();
    int candidates = 0;
    for (var line : sdp.split("\r?\n", -1)) {
      switch (attribute(line)) {
        case FINGERPRINT -> fingerprint = Optional.of(same(fingerprint, value(line)));
        case CANDIDATE -> {
          candidates++;
          CandidateLine.check(value(line));
        }
        default -> {}
      }
      if (candidates > MAX_CANDIDATES) {
        throw refuse("A description has at most " + MAX_CANDIDATES + " candidates; send fewer.");
      }
    }
    return new ScannedSdp(
        sdp,
        fingerprint.orElseThrow(
            () -> refuse("Send a description with an a=fingerprint:sha-256 line.")),
        candidates);
  }

  /** The name of the attribute in lower case, or "" for any other line. */
  private static String attribute(String line) {
    requirePlain(line, ErrorCode.SDP_REFUSED);
    if (line.isEmpty()) {
      return "";
    }
    if (line.length() < 2 || line.charAt(1) != '=' || !isLowerCase(line.charAt(0))) {
      throw refuse("Each line of a description is a letter, = and a value, as RFC 8866.");
    }
    if (line.charAt(0) != 'a') {
      return "";
    }
    int colon = line.indexOf(':');
    return line.substring(2, colon < 0 ? line.length() : colon).strip().toLowerCase(Locale.ROOT);
  }

  private static String value(String line) {
    int colon = line.indexOf(':');
    return colon < 0 ? "" : line.substring(colon + 1);
  }

  /**
   * Every fingerprint must be the same SHA-256: with a second one of another hash, DTLS could be
   * satisfied by a certificate that the ticket does not name (RFC 8122 §5).
   */
  private static Fingerprint same(Optional<Fingerprint> before, String value) {
    int space = value.indexOf(' ');
    if (space < 0 || !value.substring(0, space).equalsIgnoreCase("sha-256")) {
      throw refuse("Name the certificate by sha-256 only.");
    }
    var fingerprint =
        Fingerprint.parseSdp(value.substring(space + 1))
            .orElseThrow(() -> refuse("Write the fingerprint as 32 hex pairs with colons."));
    if (before.filter(other -> !other.equals(fingerprint)).isPresent()) {
      throw refuse("Use one certificate for the whole description.");
    }
    return fingerprint;
  }

  private static void requirePlain(String line, ErrorCode code) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < ' ' && c != '\t' || c > '~') {
        throw new Refusal(code, "Send plain ASCII lines, without control characters.");
      }
    }
  }

  private static boolean isLowerCase(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static Refusal refuse(String sentence) {
    return new Refusal(ErrorCode.SDP_REFUSED, sentence);
  }
}
