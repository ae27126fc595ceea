package io.cordwood.swarm.wire.tracker;

import java.util.Locale;

/** The names of members that mean something in a message or in an item of {@code offers}. */
enum Name {
  ACTION,
  INFO_HASH,
  PEER_ID,
  TO_PEER_ID,
  OFFER_ID,
  EVENT,
  LEFT,
  NUMWANT,
  OFFERS,
  OFFER,
  ANSWER,
  TRACKERID,
  /** Any other. */
  UNKNOWN;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name that the cursor has read last, however it is escaped. */
  static Name of(JsonCursor in) {
    return in.plain ? ofPlain(in) : ofText(JsonText.decode(in));
  }

  private static Name ofPlain(JsonCursor in) {
    return switch (in.to - in.from) {
      case 4 -> LEFT.orUnknown(in);
      case 5 -> in.bytes[in.from] == 'e' ? EVENT.orUnknown(in) : OFFER.orUnknown(in);
      case 6 -> ofSix(in);
      case 7 -> in.bytes[in.from] == 'p' ? PEER_ID.orUnknown(in) : NUMWANT.orUnknown(in);
      case 8 -> OFFER_ID.orUnknown(in);
      case 9 -> in.bytes[in.from] == 'i' ? INFO_HASH.orUnknown(in) : TRACKERID.orUnknown(in);
      case 10 -> TO_PEER_ID.orUnknown(in);
      default -> UNKNOWN;
    };
  }

  private static Name ofSix(JsonCursor in) {
    if (in.bytes[in.from] == 'o') {
      return OFFERS.orUnknown(in);
    }
    return in.bytes[in.from + 1] == 'c' ? ACTION.orUnknown(in) : ANSWER.orUnknown(in);
  }

  private Name orUnknown(JsonCursor in) {
    return JsonText.is(in, text) ? this : UNKNOWN;
  }

  private static Name ofText(String text) {
    for (var name : values()) {
      if (name != UNKNOWN && name.text.equals(text)) {
        return name;
      }
    }
    return UNKNOWN;
  }
}
