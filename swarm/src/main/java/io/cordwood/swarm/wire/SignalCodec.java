package io.cordwood.swarm.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * The strict JSON codec of the signaling door (PROTOCOL §5): one object a message, at most {@value
 * #MAX_BYTES} bytes, unknown fields ignored, wrong types refused, every list and text bounded.
 *
 * <p>Never throws on what a stranger sends, in bounded memory. Has no state that changes: one for
 * the whole process, on every thread.
 */
public final class SignalCodec {
  /** Bytes of UTF-8 of one message at most. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_NAME_CHARACTERS = 256;
  private static final int MAX_NUMBER_CHARACTERS = 32;

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_BYTES)
                          .maxNameLength(MAX_NAME_CHARACTERS)
                          .maxNumberLength(MAX_NUMBER_CHARACTERS)
                          .maxDocumentLength(MAX_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Reads a viewer's message from UTF-8. */
  public Decoded<UpMessage> decodeUp(byte[] utf8) {
    return decode(utf8, UpReader::read);
  }

  /** Reads a viewer's message from a text frame. */
  public Decoded<UpMessage> decodeUp(String text) {
    return decode(text, UpReader::read);
  }

  /** Reads a node's message from UTF-8; for Java clients and tests. */
  public Decoded<DownMessage> decodeDown(byte[] utf8) {
    return decode(utf8, DownReader::read);
  }

  /** Reads a node's message from a text frame; for Java clients and tests. */
  public Decoded<DownMessage> decodeDown(String text) {
    return decode(text, DownReader::read);
  }

  /** Writes a viewer's message, {@code type} first. */
  public String encode(UpMessage message) {
    return text(Writer.up(mapper.createObjectNode(), message));
  }

  /** Writes a node's message, {@code type} first. */
  public String encode(DownMessage message) {
    return text(Writer.down(mapper.createObjectNode(), message));
  }

  private <M> Decoded<M> decode(byte[] utf8, Function<Fields, M> reader) {
    if (utf8.length > MAX_BYTES) {
      return tooBig();
    }
    try {
      var decoder =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      return parse(decoder.decode(ByteBuffer.wrap(utf8)).toString(), reader);
    } catch (CharacterCodingException e) {
      return malformed("The message is not UTF-8; send UTF-8 text.");
    }
  }

  private <M> Decoded<M> decode(String text, Function<Fields, M> reader) {
    return Utf8.isLongerThan(text, MAX_BYTES) ? tooBig() : parse(text, reader);
  }

  private <M> Decoded<M> parse(String text, Function<Fields, M> reader) {
    try {
      return mapper.readTree(text) instanceof ObjectNode object
          ? new Decoded.Message<>(reader.apply(new Fields(object)))
          : malformed("A message is one JSON object with a type; send one object a frame.");
    } catch (JacksonException e) {
      return malformed(
          "The message is not plain JSON; send one object without repeated names, at most "
              + MAX_DEPTH
              + " deep.");
    } catch (Refusal e) {
      return new Decoded.Malformed<>(e.code(), e.getMessage());
    }
  }

  private String text(JsonNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JacksonException e) {
      throw new IllegalStateException("A tree of plain values can always be written.", e);
    }
  }

  private static <M> Decoded<M> tooBig() {
    return new Decoded.Malformed<>(
        ErrorCode.TOO_BIG, "A message has at most " + MAX_BYTES + " bytes; send less at once.");
  }

  private static <M> Decoded<M> malformed(String sentence) {
    return new Decoded.Malformed<>(ErrorCode.MALFORMED, sentence);
  }
}
