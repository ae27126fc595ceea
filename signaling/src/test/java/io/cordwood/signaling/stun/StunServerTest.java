package io.cordwood.signaling.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StunServerTest {
  private static final String BARE = "0001 0000 2112a442 0102030405060708090a0b0c".replace(" ", "");

  /** The sample request of RFC 5769 §2.1, with the attributes that ICE uses. */
  private static final String RFC_5769 =
      "000100582112a442b7e7a701bc34d686fa87dfae"
          + "802200105354554e207465737420636c69656e74"
          + "002400046e0001ff"
          + "80290008932ff9b151263b36"
          + "000600096576746a3a68367659202020"
          + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
          + "80280004e57a3bcf";

  private StunServer server;
  private DatagramSocket client;

  @BeforeEach
  void start() throws IOException {
    server = StunServer.start(0);
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.close();
    }
    server.close();
  }

  @Test
  void anIpv4ClientLearnsItsAddress() throws IOException {
    var answer = ask("127.0.0.1", BARE);
    assertThat(answer.getShort(0)).isEqualTo((short) 0x0101);
    assertThat(answer.slice(8, 12)).isEqualTo(ByteBuffer.wrap(hex(BARE), 8, 12).slice());
    assertMapped(answer, 1, InetAddress.ofLiteral("127.0.0.1").getAddress());
    assertThat(server.answered()).isEqualTo(1);
  }

  @Test
  void anIpv6ClientLearnsItsAddress() throws IOException {
    assumeTrue(hasIpv6(), "this machine has no IPv6 loopback");
    assertMapped(ask("::1", BARE), 2, InetAddress.ofLiteral("::1").getAddress());
  }

  @Test
  void theSampleRequestOfRfc5769IsAnswered() throws IOException {
    var answer = ask("127.0.0.1", RFC_5769);
    assertThat(answer.getShort(0)).isEqualTo((short) 0x0101);
    assertMapped(answer, 1, InetAddress.ofLiteral("127.0.0.1").getAddress());
  }

  @Test
  void aRequestWithNothingButAFingerprintIsAnswered() throws IOException {
    var request = "000100082112a4420102030405060708090a0b0c802800045b20f9cc";
    assertMapped(ask("127.0.0.1", request), 1, InetAddress.ofLiteral("127.0.0.1").getAddress());
  }

  @Test
  void oneRequestIsNotAnsweredWithAnothersBytes() throws IOException {
    connect("127.0.0.1");
    for (var request : new String[] {RFC_5769, BARE, RFC_5769, BARE, BARE}) {
      send(hex(request));
      var answer = receive();
      assertThat(answer.slice(8, 12)).isEqualTo(ByteBuffer.wrap(hex(request), 8, 12).slice());
      assertMapped(answer, 1, InetAddress.ofLiteral("127.0.0.1").getAddress());
    }
  }

  @Test
  void anAnswerIsHardlyLargerThanItsRequest() throws IOException {
    assertThat(ask("127.0.0.1", BARE).remaining()).isLessThanOrEqualTo(32);
  }

  @ParameterizedTest
  @CsvSource({
    "a byte, 00",
    "an old request without the cookie, 00010000112233440102030405060708090a0b0c",
    "an indication, 001100002112a4420102030405060708090a0b0c",
    "a success response, 010100002112a4420102030405060708090a0b0c",
    "an error response, 011100002112a4420102030405060708090a0b0c",
    "a TURN allocation, 000300002112a4420102030405060708090a0b0c",
    "a length beyond the end, 000100082112a4420102030405060708090a0b0c",
    "a length before the end, 000100002112a4420102030405060708090a0b0c00240000",
    "an attribute beyond the end, 000100042112a4420102030405060708090a0b0c00240010",
    "a wrong checksum, 000100082112a4420102030405060708090a0b0c8028000400000000",
    "RTP, 80000000000000000000000000000000000000000000000000000000",
    "DTLS, 16fefd0000000000000000002c010000200000000000000020fefd0000"
  })
  void whatIsNoBindingRequestIsMetWithSilence(String what, String bytes) throws IOException {
    connect("127.0.0.1");
    send(hex(bytes));
    send(hex(BARE));
    assertThat(receive().getShort(0))
        .as("only the good request is answered")
        .isEqualTo((short) 0x0101);
    assertThat(server.ignored()).isEqualTo(1);
    assertThat(server.answered()).isEqualTo(1);
  }

  @Test
  void randomBytesNeverStopTheServer() throws IOException {
    connect("127.0.0.1");
    var random = new Random(5769);
    for (int i = 0; i < 2_000; i++) {
      var bytes = Arrays.copyOf(hex(BARE), 20 + 4 * random.nextInt(20));
      ByteBuffer.wrap(bytes).putShort(2, (short) (bytes.length - 20));
      for (int at = 20; at < bytes.length; at++) {
        bytes[at] = (byte) random.nextInt();
      }
      assertThat(StunAnswers.answer(bytes, bytes.length, new InetSocketAddress("127.0.0.1", 9)))
          .satisfiesAnyOf(
              answer -> assertThat(answer).isEmpty(),
              answer -> assertThat(answer.orElseThrow()).hasSizeLessThan(64));
    }
    send(hex(BARE));
    assertThat(receive().getShort(0)).isEqualTo((short) 0x0101);
  }

  @Test
  void aPortInUseIsReported() {
    assertThatThrownBy(() -> StunServer.start(server.port())).isInstanceOf(BindException.class);
  }

  @Test
  void aClosedServerLetsItsPortGo() throws IOException {
    int port = server.port();
    server.close();
    server.close();
    try (var next = StunServer.start(port)) {
      assertThat(next.port()).isEqualTo(port);
    }
  }

  private void assertMapped(ByteBuffer answer, int family, byte[] address) {
    int at = 20;
    while (answer.getShort(at) != 0x0020) {
      at += 4 + (answer.getShort(at + 2) + 3) / 4 * 4;
    }
    assertThat(answer.get(at + 5)).isEqualTo((byte) family);
    int port = (answer.getShort(at + 6) ^ 0x2112) & 0xffff;
    assertThat(port).isEqualTo(client.getLocalPort());
    var unmasked = new byte[address.length];
    for (int i = 0; i < unmasked.length; i++) {
      unmasked[i] = (byte) (answer.get(at + 8 + i) ^ answer.get(4 + i));
    }
    assertThat(unmasked).isEqualTo(address);
  }

  private ByteBuffer ask(String host, String request) throws IOException {
    connect(host);
    send(hex(request));
    return receive();
  }

  private void connect(String host) throws IOException {
    client = new DatagramSocket(new InetSocketAddress(host, 0));
    client.setSoTimeout(60_000);
    client.connect(InetAddress.ofLiteral(host), server.port());
  }

  private void send(byte[] bytes) throws IOException {
    client.send(new DatagramPacket(bytes, bytes.length));
  }

  private ByteBuffer receive() throws IOException {
    var packet = new DatagramPacket(new byte[1500], 1500);
    client.receive(packet);
    return ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice();
  }

  private static boolean hasIpv6() {
    try (var probe = new DatagramSocket(new InetSocketAddress("::1", 0))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
