package io.cordwood.webseed.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * @param bytes of all files
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
    Shared shared) {
  /** Where it lies, relative to the title's folder. */
  public static final String FILE = ".cordwood/title.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Refuses a document without what a title is found and served by. */
  public TitleDocument {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(slug, "slug");
    Objects.requireNonNull(shared, "shared");
    renditions = List.copyOf(renditions);
  }

  /**
   * A rendition.
   *
   * @param bandwidth bits per second
   * @param bytes of its files
   */
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
    /** Refuses a rendition without a name or without the hash of its records. */
    public Rendition {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(recordsSha256, "recordsSha256");
    }
  }

  /** The records of the files shared by all. */
  public record Shared(String recordsSha256, long recordsSize) {
    /** Refuses the absence of a hash. */
    public Shared {
      Objects.requireNonNull(recordsSha256, "recordsSha256");
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
