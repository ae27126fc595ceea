package io.cordwood.signaling.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.Owner;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import java.io.IOException;
import java.util.function.Function;

/** Ids and names as JSON strings, in the forms of PROTOCOL §1. */
public final class NameModule {
  private NameModule() {}

  /** A module with all of them. */
  public static SimpleModule create() {
    var module = new SimpleModule("cordwood-names");
    add(module, Owner.class, Owner::new);
    add(module, Slug.class, Slug::new);
    add(module, TitleId.class, TitleId::parse);
    add(module, SwarmId.class, SwarmId::parse);
    add(module, PeerId.class, PeerId::parse);
    add(module, Hash32.class, Hash32::parse);
    add(module, RenditionName.class, RenditionName::new);
    add(module, ContentPath.class, ContentPath::parse);
    add(module, Fingerprint.class, NameModule::fingerprint);
    return module;
  }

  private static Fingerprint fingerprint(String text) {
    return Fingerprint.parseSdp(text)
        .orElseThrow(
            () ->
                new InvalidContentException(
                    InvalidContentException.Code.ID,
                    "A fingerprint is the SHA-256 of a certificate as 32 hex pairs with colons."));
  }

  private static <T> void add(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addDeserializer(type, new Reader<>(type, parse));
    module.addSerializer(type, new Writer<>(type));
  }

  private static final class Reader<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1L;
    private final transient Function<String, T> parse;

    Reader(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        throw JsonMappingException.from(parser, "a string is expected");
      }
      try {
        return parse.apply(parser.getText());
      } catch (InvalidContentException e) {
        throw JsonMappingException.from(parser, e.getMessage(), e);
      }
    }
  }

  private static final class Writer<T> extends StdSerializer<T> {
    private static final long serialVersionUID = 1L;

    Writer(Class<T> type) {
      super(type);
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeString(value.toString());
    }
  }
}
