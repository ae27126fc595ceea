package io.cordwood.bench.tracker.load;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/**
 * A session description as Chromium writes it for one data channel, gathered to its end: host
 * candidates of one or two networks and what a STUN server saw of them. About a kilobyte. Its
 * session id is free, so that each one that is sent can be told from all others.
 *
 * @param before JSON string bytes in front of the session id
 * @param after those behind it
 */
record Sdp(byte[] before, byte[] after) {
  /** How many there are of each kind; peers share them. */
  static final int VARIANTS = 64;

  /** Decimal digits of a session id. */
  static final int SESSION_DIGITS = 19;

  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  static Sdp offer(int variant) {
    return make("actpass", new Random(2L * variant));
  }

  static Sdp answer(int variant) {
    return make("active", new Random(2L * variant + 1));
  }

  /** Bytes of the JSON string. */
  int length() {
    return before.length + SESSION_DIGITS + after.length;
  }

  private static Sdp make(String setup, Random random) {
    return new Sdp(json("v=0\r\no=- "), json(rest(setup, random)));
  }

  private static String rest(String setup, Random random) {
    var port = 49152 + random.nextInt(16384);
    var outside = address(random);
    return """
     2 IN IP4 127.0.0.1
    s=-
    t=0 0
    a=group:BUNDLE 0
    a=extmap-allow-mixed
    a=msid-semantic: WMS
    m=application %d UDP/DTLS/SCTP webrtc-datachannel
    c=IN IP4 %s
    %sa=ice-ufrag:%s
    a=ice-pwd:%s
    a=fingerprint:sha-256 %s
    a=setup:%s
    a=mid:0
    a=sctp-port:5000
    a=max-message-size:262144
    """
        .formatted(
            port,
            outside,
            candidates(outside, port, random),
            word(4, random),
            word(24, random),
            fingerprint(random),
            setup)
        .replace("\n", "\r\n");
  }

  private static String candidates(String outside, int port, Random random) {
    var inside = "192.168.%d.%d".formatted(random.nextInt(4), 2 + random.nextInt(250));
    var text = new StringBuilder();
    text.append(host(1, 2122260223L, inside, port, random));
    if (random.nextBoolean()) {
      var second = "10.%d.0.%d".formatted(random.nextInt(250), 2 + random.nextInt(250));
      text.append(host(2, 2122194687L, second, port + 1, random));
    }
    text.append(
        "a=candidate:%d 1 udp 1686052607 %s %d typ srflx raddr %s rport %d generation 0 network-id 1 network-cost 10%n"
            .formatted(foundation(random), outside, port, inside, port));
    return text.append(
            "a=candidate:%d 1 tcp 1518280447 %s 9 typ host tcptype active generation 0 network-id 1 network-cost 10%n"
                .formatted(foundation(random), inside))
        .toString();
  }

  private static String host(int network, long priority, String address, int port, Random random) {
    return "a=candidate:%d 1 udp %d %s %d typ host generation 0 network-id %d network-cost 10%n"
        .formatted(foundation(random), priority, address, port, network);
  }

  private static int foundation(Random random) {
    return 1_000_000_000 + random.nextInt(1_000_000_000);
  }

  private static String address(Random random) {
    return "81.%d.%d.%d"
        .formatted(random.nextInt(256), random.nextInt(256), 1 + random.nextInt(254));
  }

  private static String word(int length, Random random) {
    var text = new StringBuilder();
    random.ints(length, 0, BASE64.length()).forEach(i -> text.append(BASE64.charAt(i)));
    return text.toString();
  }

  private static String fingerprint(Random random) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes);
  }

  private static byte[] json(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n").getBytes(StandardCharsets.US_ASCII);
  }
}
