package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/** One of several forms that a case plays in turn, and what it is called in the table. */
record Form<F>(String name, F value) {
  /** The word for a field that is left out. */
  static final String ABSENT = "absent";

  private static final ObjectMapper JSON = new ObjectMapper();

  static <F> Form<F> of(String name, F value) {
    return new Form<>(name, value);
  }

  /** Values by their JSON text, or {@link #ABSENT}. */
  static List<Form<JsonNode>> json(String... values) {
    return Stream.of(values).map(text -> Form.of(text, parsed(text))).toList();
  }

  /** Gives a field of a message a value, or takes the field away. */
  static ObjectNode put(ObjectNode message, String field, JsonNode value) {
    return value.isMissingNode() ? message.without(List.of(field)) : message.set(field, value);
  }

  private static JsonNode parsed(String text) {
    try {
      return text.equals(ABSENT) ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
