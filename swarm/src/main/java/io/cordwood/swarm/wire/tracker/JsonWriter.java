package io.cordwood.swarm.wire.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cordwood.swarm.content.FixedBytes;
import java.util.Arrays;

/**
 * Writes one JSON text as UTF-8, into one array which grows where the first guess was too low, or
 * into another's, which must be large enough.
 */
final class JsonWriter {
  private static final int LONGEST_INT = 11;
  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

  private final boolean borrowed;
  private byte[] bytes;
  private int at;

  JsonWriter(int capacityGuess) {
    bytes = new byte[capacityGuess];
    borrowed = false;
  }

  /** Writes into this array from {@code at} on. */
  JsonWriter(byte[] borrowed, int at) {
    this.bytes = borrowed;
    this.at = at;
    this.borrowed = true;
  }

  /** Where the text ended. */
  int end() {
    return at;
  }

  /** What was written, exactly. */
  byte[] done() {
    return at == bytes.length ? bytes : Arrays.copyOf(bytes, at);
  }

  private void room(int more) {
    if (bytes.length - at < more) {
      if (borrowed) {
        throw new IllegalStateException("a message is longer than it said");
      }
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
    }
  }

  /** Writes JSON of ours that is ASCII. */
  JsonWriter ascii(byte[] json) {
    room(json.length);
    System.arraycopy(json, 0, bytes, at, json.length);
    at += json.length;
    return this;
  }

  JsonWriter number(int value) {
    room(LONGEST_INT);
    return ascii(Integer.toString(value).getBytes(ISO_8859_1));
  }

  /** Writes an id as a string of one character a byte, with its quotes. */
  JsonWriter binary(FixedBytes id) {
    room(2 + JsonText.LONGEST_CHARACTER * id.length());
    bytes[at++] = '"';
    for (int i = 0; i < id.length(); i++) {
      character((char) (id.byteAt(i) & 0xff));
    }
    bytes[at++] = '"';
    return this;
  }

  /** Writes a text with its quotes. */
  JsonWriter text(String text) {
    room(2 + JsonText.LONGEST_CHARACTER * text.length());
    bytes[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        pair(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        character(c);
      }
    }
    bytes[at++] = '"';
    return this;
  }

  JsonWriter description(TrackerDescription description) {
    room(description.lengthBytes());
    at = description.copyTo(bytes, at);
    return this;
  }

  private void character(char c) {
    if (c == '"' || c == '\\') {
      bytes[at++] = '\\';
      bytes[at++] = (byte) c;
    } else if (c < ' ') {
      control(c);
    } else if (c < 0x80) {
      bytes[at++] = (byte) c;
    } else if (c < 0x800) {
      bytes[at++] = (byte) (0xc0 | c >> 6);
      bytes[at++] = (byte) (0x80 | c & 0x3f);
    } else if (Character.isSurrogate(c)) {
      escape(c);
    } else {
      bytes[at++] = (byte) (0xe0 | c >> 12);
      bytes[at++] = (byte) (0x80 | c >> 6 & 0x3f);
      bytes[at++] = (byte) (0x80 | c & 0x3f);
    }
  }

  private void control(char c) {
    if (c == '\r' || c == '\n') {
      bytes[at++] = '\\';
      bytes[at++] = (byte) (c == '\r' ? 'r' : 'n');
    } else {
      escape(c);
    }
  }

  private void escape(char c) {
    bytes[at++] = '\\';
    bytes[at++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[at++] = HEX[c >> shift & 0xf];
    }
  }

  private void pair(int codePoint) {
    bytes[at++] = (byte) (0xf0 | codePoint >> 18);
    bytes[at++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
    bytes[at++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
    bytes[at++] = (byte) (0x80 | codePoint & 0x3f);
  }
}
