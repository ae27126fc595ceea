package io.cordwood.signaling.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;

/**
 * The rule of the STUN server: which bytes get which answer (RFC 8489 §6.3.1). Only a well-formed
 * Binding request does; anything else is met with silence, so that nobody can make the node talk to
 * a third party with more than a mapped address. {@link PlainAnswers} may say the same sooner.
 * Pure; safe on every thread.
 */
final class StunAnswers {
  /** No Binding request of a browser is near this; larger datagrams are cut and so refused. */
  static final int MAX_REQUEST_BYTES = 1024;

  private static final int HEADER = 20;
  private static final int LENGTH_AT = 2;
  private static final int COOKIE_AT = 4;
  private static final int TRANSACTION_AT = 8;
  private static final int ATTRIBUTE_HEADER = 4;
  private static final int FINGERPRINT = 0x8028;
  private static final int FINGERPRINT_MASK = 0x5354554e;
  private static final byte[] COOKIE = {0x21, 0x12, (byte) 0xA4, 0x42};

  private StunAnswers() {}

  /** The answer to {@code length} bytes that came from {@code from}; empty is silence. */
  static Optional<byte[]> answer(byte[] datagram, int length, InetSocketAddress from) {
    if (!isBindingRequest(datagram, length) || !hasWholeAttributes(datagram, length)) {
      return Optional.empty();
    }
    try {
      return Message.decode(datagram, 0, length) instanceof Request request
          ? Optional.of(success(request, datagram, from))
          : Optional.empty();
    } catch (StunException | RuntimeException e) {
      // The codec meets a stranger's bytes here: whatever it dislikes is not a request.
      return Optional.empty();
    }
  }

  /** RFC 8489 §5: two zero bits, method and class, length, magic cookie. */
  private static boolean isBindingRequest(byte[] bytes, int length) {
    return length >= HEADER
        && length < MAX_REQUEST_BYTES
        && length % 4 == 0
        && bytes[0] == 0
        && bytes[1] == 1
        && unsignedShort(bytes, LENGTH_AT) == length - HEADER
        && Arrays.equals(bytes, COOKIE_AT, TRANSACTION_AT, COOKIE, 0, COOKIE.length);
  }

  /** RFC 8489 §14: attributes fill the message exactly; §14.7: FINGERPRINT is last and true. */
  private static boolean hasWholeAttributes(byte[] bytes, int length) {
    int at = HEADER;
    while (at + ATTRIBUTE_HEADER <= length) {
      int end = at + ATTRIBUTE_HEADER + (unsignedShort(bytes, at + 2) + 3) / 4 * 4;
      if (unsignedShort(bytes, at) == FINGERPRINT) {
        return end == length && unsignedShort(bytes, at + 2) == 4 && isTrue(bytes, at);
      }
      at = end;
    }
    return at == length;
  }

  private static boolean isTrue(byte[] bytes, int fingerprintAt) {
    var crc = new CRC32();
    crc.update(bytes, 0, fingerprintAt);
    int value = ByteBuffer.wrap(bytes).getInt(fingerprintAt + ATTRIBUTE_HEADER);
    return ((int) crc.getValue() ^ FINGERPRINT_MASK) == value;
  }

  private static int unsignedShort(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private static byte[] success(Request request, byte[] datagram, InetSocketAddress from)
      throws StunException {
    InetAddress address = from.getAddress();
    var mapped = new TransportAddress(address, from.getPort(), Transport.UDP);
    var response = MessageFactory.createBindingResponse(request, mapped);
    response.setTransactionID(Arrays.copyOfRange(datagram, TRANSACTION_AT, HEADER));
    return response.encode(null);
  }
}
