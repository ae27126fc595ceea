package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.SwarmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ids: strings of exactly 20 characters up to U+00FF. */
final class Ids {
  private static final int LENGTH = 20;
  private static final int NONE = -1;

  private Ids() {}

  /** What an {@code info_hash} was. */
  sealed interface InfoHash {}

  /** Absent or null. */
  record Absent() implements InfoHash {}

  /** One good id. */
  record One(SwarmId swarm) implements InfoHash {}

  /** A list of good ids. */
  record Many(List<SwarmId> swarms) implements InfoHash {}

  /** A list of more than {@link TrackerCodec#MAX_HASHES}, the first of them good. */
  record TooMany() implements InfoHash {}

  /** Anything else. */
  record Bad() implements InfoHash {}

  static final InfoHash ABSENT = new Absent();
  private static final InfoHash BAD = new Bad();
  private static final InfoHash TOO_MANY = new TooMany();

  /** The id that comes next; empty for any other value. */
  static Optional<byte[]> read(JsonCursor in) {
    if (in.peek() != '"') {
      in.skip();
      return Optional.empty();
    }
    var id = new byte[LENGTH];
    int close = closing(in, id);
    if (close == NONE) {
      in.string();
      return Optional.empty();
    }
    in.at = close + 1;
    return Optional.of(id);
  }

  /** Fills {@code id}; where its closing quote is, or {@link #NONE}. */
  private static int closing(JsonCursor in, byte[] id) {
    int i = in.at + 1;
    for (int length = 0; length < LENGTH; length++) {
      if (i >= in.end - 1) {
        return NONE;
      }
      byte b = in.bytes[i];
      if (b == '\\') {
        int after = in.escapeEnd(i);
        int character = after == Utf8Bytes.BAD ? NONE : JsonText.escaped(in.bytes, i);
        if (character < 0 || character > 0xff) {
          return NONE;
        }
        id[length] = (byte) character;
        i = after;
      } else if (b >= 0) {
        if (b < ' ' || b == '"') {
          return NONE;
        }
        id[length] = b;
        i++;
      } else {
        byte second = in.bytes[i + 1];
        if ((b & 0xfe) != 0xc2 || (second & 0xc0) != 0x80) {
          return NONE;
        }
        id[length] = (byte) (b << 6 | second & 0x3f);
        i += 2;
      }
    }
    return i < in.end && in.bytes[i] == '"' ? i : NONE;
  }

  /** The {@code info_hash} that comes next. */
  static InfoHash readInfoHash(JsonCursor in) {
    return switch (in.peek()) {
      case '[' -> readMany(in);
      case 'n' -> {
        in.skip();
        yield ABSENT;
      }
      default -> read(in).<InfoHash>map(id -> new One(SwarmId.of(id))).orElse(BAD);
    };
  }

  private static InfoHash readMany(JsonCursor in) {
    var swarms = new ArrayList<SwarmId>();
    boolean bad = false;
    boolean tooMany = false;
    for (boolean more = in.enter(']'); more; more = in.more(']')) {
      if (bad || tooMany || swarms.size() == TrackerCodec.MAX_HASHES) {
        tooMany |= !bad;
        in.skip();
      } else {
        var id = read(in);
        id.ifPresent(hash -> swarms.add(SwarmId.of(hash)));
        bad = id.isEmpty();
      }
    }
    return bad ? BAD : tooMany ? TOO_MANY : new Many(List.copyOf(swarms));
  }
}
