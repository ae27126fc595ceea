package io.cordwood.bench.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client and a socket that answers by hand. */
class ClientTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<Long> dues = new ArrayList<>();
  private DatagramSocket server;
  private Client client;

  @BeforeEach
  void open() throws IOException {
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    server = new DatagramSocket(address);
    server.setSoTimeout((int) SOON.toMillis());
    client = Client.open((InetSocketAddress) server.getLocalSocketAddress(), 7, 2);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void aRightAnswerIsReportedWithTheMomentItsRequestWasDue() throws IOException {
    client.ask(1, 42, 50);
    answer(request(), 0);
    takeOne();
    assertThat(dues).containsExactly(42L);
    assertThat(client.wrong()).isZero();
  }

  @Test
  void theSameAnswerTwiceIsWrongTheSecondTime() throws IOException {
    client.ask(0, 1, 1);
    var request = request();
    answer(request, 0);
    takeOne();
    answer(request, 0);
    awaitWrong();
    assertThat(dues).hasSize(1);
  }

  @Test
  void anAnswerWithAnotherPortIsWrong() throws IOException {
    client.ask(0, 1, 1);
    answer(request(), 1);
    awaitWrong();
    assertThat(dues).isEmpty();
  }

  @Test
  void aPlaceThatHasWaitedTooLongIsAskedFromAgainAndItsFirstRequestIsLost() throws IOException {
    client.ask(0, 1, 1);
    client.ask(1, 9, 9);
    assertThat(client.askFree(20, 20, 1)).isFalse();
    assertThat(client.askFree(20, 20, 5)).isTrue();
    assertThat(client.lost()).isEqualTo(1);
    client.giveUp();
    assertThat(client.lost()).isEqualTo(3);
  }

  private void takeOne() {
    Await.until("the answer came", SOON, () -> take() == 1);
  }

  private void awaitWrong() {
    Await.until("the wrong answer came", SOON, () -> take() == 0 && client.wrong() == 1);
  }

  private int take() {
    try {
      return client.take((place, due) -> dues.add(due));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DatagramPacket request() throws IOException {
    var packet = new DatagramPacket(new byte[100], 100);
    server.receive(packet);
    assertThat(packet.getLength()).isEqualTo(BindingCheck.REQUEST_BYTES);
    return packet;
  }

  private void answer(DatagramPacket request, int portOff) throws IOException {
    var answer = ByteBuffer.allocate(32).putLong(0x0101_000c_2112_a442L);
    answer.put(request.getData(), 8, 12).putInt(0x0020_0008);
    answer.putInt(0x0001_0000 | (request.getPort() ^ 0x2112) + portOff & 0xffff);
    answer.putInt(0x7f000001 ^ 0x2112a442);
    server.send(new DatagramPacket(answer.array(), 32, request.getSocketAddress()));
  }
}
