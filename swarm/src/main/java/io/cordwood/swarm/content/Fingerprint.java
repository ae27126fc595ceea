package io.cordwood.swarm.content;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a DER certificate: {@code AA:BB:…} in SDP (RFC 8122 §5), base64url without padding
 * in a ticket's {@code x5t#S256} (RFC 8705 §3.1). Safe on every thread.
 */
public record Fingerprint(Hash32 sha256) {
  private static final Pattern SDP_FORM = Pattern.compile("[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){31}");
  private static final Pattern BASE64URL_FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  /** Reads {@code AA:BB:…}, in either case; empty for any other form. */
  public static Optional<Fingerprint> parseSdp(String text) {
    return SDP_FORM.matcher(text).matches()
        ? Optional.of(of(COLONS.parseHex(text.toUpperCase(Locale.ROOT))))
        : Optional.empty();
  }

  /** Reads the form of tickets; empty for any other form. */
  public static Optional<Fingerprint> parseBase64Url(String text) {
    return BASE64URL_FORM.matcher(text).matches()
        ? Optional.of(of(Base64.getUrlDecoder().decode(text)))
        : Optional.empty();
  }

  private static Fingerprint of(byte[] sha256) {
    return new Fingerprint(Hash32.of(sha256));
  }

  /** {@code AA:BB:…} in upper case. */
  public String sdp() {
    return COLONS.formatHex(sha256.bytes());
  }

  /** 43 characters of base64url without padding. */
  public String base64Url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.bytes());
  }

  /** The form of SDP. */
  @Override
  public String toString() {
    return sdp();
  }
}
