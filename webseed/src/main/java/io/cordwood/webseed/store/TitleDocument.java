package io.cordwood.webseed.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.swarm.content.ChannelKey;
import io.cordwood.swarm.content.TitleId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * The Title of PROTOCOL §4.2, as it lies beside a title's files and is posted to nodes.
 *
 * @param playlist the master playlist, relative to the title's folder
 * @param poster null when there is none
 * @param bytes of all files; 0 for a channel
 * @param shared null for a channel
 * @param live null for a film
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TitleDocument(
    String owner,
    String slug,
    String name,
    boolean open,
    String playlist,
    String poster,
    long durationMs,
    String swarm,
    int pieceLength,
    int pieces,
    long bytes,
    List<Rendition> renditions,
    Shared shared,
    Live live) {
  /** Where it lies, relative to the title's folder. */
  public static final String FILE = ".cordwood/title.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Refuses a document without what a title is found and served by. */
  public TitleDocument {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(slug, "slug");
    if (live == null) {
      Objects.requireNonNull(shared, "shared");
      renditions.forEach(one -> Objects.requireNonNull(one.recordsSha256(), "recordsSha256"));
    }
    renditions = List.copyOf(renditions);
  }

  /**
   * A rendition.
   *
   * @param bandwidth bits per second
   * @param bytes of its files; 0 for a channel's
   * @param recordsSha256 null for a channel's
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rendition(
      String name,
      long bandwidth,
      int width,
      int height,
      String codecs,
      int segments,
      long bytes,
      String recordsSha256,
      long recordsSize) {
    /** Refuses a rendition without a name. */
    public Rendition {
      Objects.requireNonNull(name, "name");
    }

    /** A channel's rendition, which has no records file. */
    public static Rendition live(
        String name, long bandwidth, int width, int height, String codecs) {
      return new Rendition(name, bandwidth, width, height, codecs, 0, 0, null, 0);
    }
  }

  /** The records of the files shared by all. */
  public record Shared(String recordsSha256, long recordsSize) {
    /** Refuses the absence of a hash. */
    public Shared {
      Objects.requireNonNull(recordsSha256, "recordsSha256");
    }
  }

  /**
   * What a channel has instead (PROTOCOL §2.5, §4.2).
   *
   * @param key signs its records
   * @param targetMs target duration
   * @param state {@code on} or {@code ended}
   * @param recording the film of what was sent, {@code owner/slug}; null while there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Live(Key key, int targetMs, String state, String recording) {}

  /** A public key as JSON Web Key (RFC 7518 §6.2). */
  public record Key(String kty, String crv, String x, String y) {
    /** A channel's key. */
    public static Key of(ChannelKey key) {
      return new Key("EC", "P-256", key.x(), key.y());
    }
  }

  /** The title's name. */
  @JsonIgnore
  public TitleId id() {
    return TitleId.parse(owner + "/" + slug);
  }

  /** Reads a document; fails when it is none. */
  public static TitleDocument parse(byte[] json) throws IOException {
    return JSON.readValue(json, TitleDocument.class);
  }

  /** Writes the document. */
  public byte[] json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
