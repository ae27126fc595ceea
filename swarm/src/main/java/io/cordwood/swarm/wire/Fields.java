package io.cordwood.swarm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.RingSlot;
import io.cordwood.swarm.content.SlotRanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The fields of one JSON object, read by type; throws {@link Refusal} on anything else. */
record Fields(ObjectNode object) {
  /** The greatest integer that JavaScript holds exactly. */
  static final long MAX_INTEGER = (1L << 53) - 1;

  static final int MAX_TOKEN_CHARACTERS = 8192;

  private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");

  String text(String name, int maxCharacters) {
    var node = object.get(name);
    if (node == null || !node.isTextual() || node.textValue().length() > maxCharacters) {
      throw Refusal.malformed(
          "Give " + name + " as a text of at most " + maxCharacters + " characters.");
    }
    return node.textValue();
  }

  Optional<String> optionalText(String name, int maxCharacters) {
    return absent(name) ? Optional.empty() : Optional.of(text(name, maxCharacters));
  }

  /** Bytes, at least one, in base64url without padding. */
  String base64Url(String name, int maxCharacters) {
    var text = text(name, maxCharacters);
    if (!BASE64URL.matcher(text).matches() || text.length() % 4 == 1) {
      throw Refusal.malformed("Give " + name + " in base64url without padding.");
    }
    return text;
  }

  long integer(String name, long max) {
    return within(object.get(name), max)
        .orElseThrow(() -> Refusal.malformed("Give " + name + " as an integer, 0 to " + max + "."));
  }

  OptionalInt optionalInteger(String name, int max) {
    return absent(name) ? OptionalInt.empty() : OptionalInt.of((int) integer(name, max));
  }

  /** 0 when it is absent. */
  long optionalLong(String name, long max) {
    return absent(name) ? 0 : integer(name, max);
  }

  boolean optionalFlag(String name, boolean whenAbsent) {
    var node = object.get(name);
    if (absent(name)) {
      return whenAbsent;
    }
    if (!node.isBoolean()) {
      throw Refusal.malformed("Give " + name + " as true or false, or leave it out.");
    }
    return node.booleanValue();
  }

  Instant instant(String name) {
    return Instant.ofEpochMilli(integer(name, MAX_INTEGER));
  }

  Duration duration(String name) {
    return Duration.ofMillis(integer(name, Integer.MAX_VALUE));
  }

  IntroductionId introduction() {
    return IntroductionId.parse(text("introduction", 64))
        .orElseThrow(
            () -> Refusal.malformed("Give introduction as the 16 hex digits that the node made."));
  }

  PeerId peer() {
    return parsePeer("peer", text("peer", 64));
  }

  RenditionName rendition() {
    var name = text("rendition", 64);
    try {
      return new RenditionName(name);
    } catch (InvalidContentException e) {
      throw Refusal.malformed(e.getMessage());
    }
  }

  List<PeerId> optionalPeers(String name, int max) {
    return absent(name)
        ? List.of()
        : list(name, max, node -> parsePeer(name, node.isTextual() ? node.textValue() : ""));
  }

  Optional<Fields> optionalObject(String name) {
    if (absent(name)) {
      return Optional.empty();
    }
    if (object.get(name) instanceof ObjectNode inner) {
      return Optional.of(new Fields(inner));
    }
    throw Refusal.malformed("Give " + name + " as an object, or leave it out.");
  }

  /** Slots of a ring, each by its number. */
  List<Integer> slots(String name, int max) {
    return list(name, max, node -> slotNumber(name, node, RingSlot.COUNT - 1));
  }

  /** Slots of a ring, as ranges. */
  SlotRanges slotRanges(String name) {
    var pairs = list(name, RingSlot.COUNT, node -> slotNumber(name, node, RingSlot.COUNT));
    return SlotRanges.parse(pairs.stream().mapToInt(Integer::intValue).toArray())
        .orElseThrow(
            () ->
                Refusal.malformed(
                    "Give "
                        + name
                        + " as first slot and count by turns, in order, never touching."));
  }

  <T> List<T> list(String name, int max, Function<JsonNode, T> item) {
    var node = object.get(name);
    if (node == null || !node.isArray() || node.size() > max) {
      throw Refusal.malformed("Give " + name + " as a list of at most " + max + ".");
    }
    var items = new ArrayList<T>(node.size());
    node.forEach(element -> items.add(item.apply(element)));
    return items;
  }

  private static OptionalLong within(JsonNode node, long max) {
    return node != null
            && node.isIntegralNumber()
            && node.canConvertToLong()
            && node.longValue() >= 0
            && node.longValue() <= max
        ? OptionalLong.of(node.longValue())
        : OptionalLong.empty();
  }

  private static int slotNumber(String name, JsonNode node, int max) {
    return (int)
        within(node, max)
            .orElseThrow(
                () -> Refusal.malformed("Give " + name + " with integers, 0 to " + max + "."));
  }

  private boolean absent(String name) {
    var node = object.get(name);
    return node == null || node.isNull();
  }

  private static PeerId parsePeer(String name, String hex) {
    try {
      return PeerId.parse(hex);
    } catch (InvalidContentException e) {
      throw Refusal.malformed("Give " + name + " with peers as 40 lower-case hex digits.");
    }
  }
}
