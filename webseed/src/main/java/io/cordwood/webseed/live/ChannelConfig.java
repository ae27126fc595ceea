package io.cordwood.webseed.live;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.TitleId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a channel is told by its operator; written by {@code cordwood live}, read by the webseed.
 *
 * @param name for people
 * @param open whether stock clients may join the swarm of its recording
 * @param keySha256 of the ingest key, 64 hex digits; the key itself is not kept here
 * @param windowSegments how many segments its playlists name at least
 * @param dvrMs how far viewers can go back, if that is more
 * @param record whether all of it is kept for a film
 * @param maxBytes the most that it keeps on the disk
 * @param tracker base of the tracker door that its recording names, {@code ws://host}
 * @param webseed base of the webseed that its recording names, {@code http://host}
 */
public record ChannelConfig(
    String owner,
    String slug,
    String name,
    boolean open,
    String keySha256,
    int windowSegments,
    long dvrMs,
    boolean record,
    long maxBytes,
    String tracker,
    String webseed) {
  /** How many segments a playlist names when nobody says otherwise. */
  public static final int WINDOW_SEGMENTS = 10;

  /** The most that a playlist names, however far viewers may go back: about 1 MiB. */
  public static final int MAX_WINDOW_SEGMENTS = 10_000;

  /** GiB that a channel keeps when nobody says otherwise: a day of 4 Mbit/s. */
  public static final int MAX_GIB = 40;

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The title's name. */
  @JsonIgnore
  public TitleId id() {
    return TitleId.parse(owner + "/" + slug);
  }

  /** Whether this is the ingest key. */
  boolean accepts(String key) {
    byte[] asked = hash(key).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(asked, keySha256.getBytes(StandardCharsets.US_ASCII));
  }

  /** What is kept of an ingest key. */
  public static String hash(String key) {
    return Hash32.sha256(key.getBytes(StandardCharsets.UTF_8)).hex();
  }

  static ChannelConfig parse(byte[] json) throws IOException {
    return JSON.readValue(json, ChannelConfig.class);
  }

  byte[] json() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }
}
