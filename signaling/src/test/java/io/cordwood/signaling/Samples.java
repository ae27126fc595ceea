package io.cordwood.signaling;

import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.Sha1;
import java.nio.charset.StandardCharsets;

/** Titles, fingerprints and descriptions for tests. */
public final class Samples {
  private Samples() {}

  /** The JSON of a title whose swarm follows from {@code content}. */
  public static String title(String owner, String slug, String content, boolean open) {
    return """
        {"owner":"%s","slug":"%s","name":"Two logs each","open":%s,"playlist":"master.m3u8",
         "poster":"poster.jpg","durationMs":96000,"swarm":"%s","pieceLength":65536,"pieces":321,
         "bytes":11000000,"renditions":[{"name":"720p","bandwidth":900000,"width":1280,
         "height":720,"codecs":"avc1.64001f,mp4a.40.2","segments":28,"bytes":7000000,
         "recordsSha256":"%s","recordsSize":4711}],
         "shared":{"recordsSha256":"%s","recordsSize":300}}
        """
        .formatted(owner, slug, open, swarm(content), hash("720p"), hash("shared"));
  }

  public static String swarm(String content) {
    return Sha1.sha1(content.getBytes(StandardCharsets.UTF_8)).hex();
  }

  public static Hash32 hash(String text) {
    return Hash32.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String fingerprint(String viewer) {
    return new Fingerprint(hash(viewer)).sdp();
  }

  /** A data channel's description as Chromium writes it, with one candidate. */
  public static String sdp(String fingerprint) {
    return String.join(
        "\r\n",
        "v=0",
        "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0",
        "a=candidate:1 1 udp 2113937151 192.0.2.7 54400 typ host generation 0",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:0123456789abcdef01234567",
        "a=fingerprint:sha-256 " + fingerprint,
        "a=setup:actpass",
        "a=mid:0",
        "a=sctp-port:5000",
        "a=max-message-size:262144",
        "");
  }
}
