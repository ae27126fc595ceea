package io.cordwood.signaling.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.Owner;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import java.util.List;

/**
 * What the catalogue knows of a title; its JSON is PROTOCOL §4.2.
 *
 * @param open false when peers need tickets
 * @param playlist the master playlist, relative to the title's folder
 * @param poster absent when there is none
 * @param durationMs milliseconds
 * @param pieceLength bytes
 * @param bytes of all files
 * @param shared the records of the files that all renditions share; absent for a channel
 * @param live absent for a film; a channel has no pieces, bytes and records here
 */
@JsonPropertyOrder({
  "owner",
  "slug",
  "name",
  "open",
  "playlist",
  "poster",
  "durationMs",
  "swarm",
  "pieceLength",
  "pieces",
  "bytes",
  "renditions",
  "shared",
  "live"
})
public record Title(
    Owner owner,
    Slug slug,
    String name,
    Boolean open,
    ContentPath playlist,
    ContentPath poster,
    long durationMs,
    SwarmId swarm,
    int pieceLength,
    int pieces,
    long bytes,
    List<Rendition> renditions,
    Shared shared,
    Live live) {

  /**
   * One quality of a title.
   *
   * @param bandwidth bits per second
   * @param width pixels; 0 when not known, as of sound
   * @param height pixels; 0 when not known, as of sound
   * @param codecs of RFC 6381; empty when the package does not say
   * @param recordsSize bytes of its records file
   */
  public record Rendition(
      RenditionName name,
      long bandwidth,
      int width,
      int height,
      String codecs,
      int segments,
      long bytes,
      Hash32 recordsSha256,
      int recordsSize) {}

  /**
   * The records of the files that all renditions share.
   *
   * @param recordsSize bytes of the records file
   */
  public record Shared(Hash32 recordsSha256, int recordsSize) {}

  /** The title's name. */
  @JsonIgnore
  public TitleId id() {
    return new TitleId(owner, slug);
  }
}
