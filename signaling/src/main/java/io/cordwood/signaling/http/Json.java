package io.cordwood.signaling.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.cordwood.swarm.content.InvalidContentException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads bodies strictly and within bounds, and writes answers: no coercion of types, no duplicate
 * keys, nothing after the end, absent rather than null. Unknown keys are ignored, so that an older
 * node takes a newer client. Safe on every thread.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxStringLength(65_536)
                          .maxNumberLength(32)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .withCoercionConfig(LogicalType.Textual, Json::refuseAll)
          .addModule(NameModule.create())
          .build();

  private Json() {}

  private static void refuseAll(MutableCoercionConfig config) {
    for (var shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      config.setCoercion(shape, CoercionAction.Fail);
    }
  }

  /**
   * Reads a body of a stranger; anything else than such an object is a 400 that names the field.
   */
  public static <T> T read(String body, Class<T> type) {
    try {
      T value = MAPPER.readValue(body == null ? "" : body, type);
      if (value == null) {
        throw new ProblemException(400, "The body must be a JSON object; see /openapi.");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new ProblemException(400, sentence(e));
    }
  }

  /** Writes a value of ours. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sentence(JsonProcessingException e) {
    if (e.getCause() instanceof ProblemException refusal) {
      return refusal.problem().detail();
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      if (mapping.getCause() instanceof InvalidContentException refusal) {
        return "The field \"" + path(mapping) + "\" is refused: " + refusal.getMessage();
      }
      return "The field \"" + path(mapping) + "\" is missing or has a wrong type; see /openapi.";
    }
    var at = e.getLocation();
    return at == null
        ? "The body must be a JSON object; see /openapi."
        : "The body is not the JSON expected (line %d, column %d); send one JSON object."
            .formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String path(JsonMappingException mapping) {
    return mapping.getPath().stream()
        .map(r -> r.getFieldName() == null ? String.valueOf(r.getIndex()) : r.getFieldName())
        .collect(Collectors.joining("."));
  }
}
