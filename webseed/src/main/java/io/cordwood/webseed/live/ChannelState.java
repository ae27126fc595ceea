package io.cordwood.webseed.live;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.util.List;

/**
 * What the webseed has to remember of a channel beside its records.
 *
 * @param startedAtMs wall clock at the channel's beginning, milliseconds since 1970; 0 before the
 *     first segment
 * @param ended whether it is off the air
 * @param targetMs the longest target duration that its publisher named
 * @param filmedTo the last number that a recording has
 * @param recording the newest recording, {@code owner/slug}; empty before there is one
 * @param master the master playlist; empty before it is known
 * @param renditions in the order of their indices
 * @param leads whether this webseed had the channel's lease last
 */
record ChannelState(
    long startedAtMs,
    boolean ended,
    int targetMs,
    int filmedTo,
    String recording,
    String master,
    List<TitleDocument.Rendition> renditions,
    boolean leads) {
  static final ChannelState NEW = new ChannelState(0, false, 2000, 0, "", "", List.of(), false);

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  ChannelState {
    recording = recording == null ? "" : recording;
    renditions = List.copyOf(renditions);
  }

  ChannelState started(long atMs) {
    return new ChannelState(atMs, ended, targetMs, filmedTo, recording, master, renditions, leads);
  }

  ChannelState ended(boolean over) {
    return new ChannelState(
        startedAtMs, over, targetMs, filmedTo, recording, master, renditions, leads);
  }

  ChannelState target(int longestMs) {
    return new ChannelState(
        startedAtMs, ended, longestMs, filmedTo, recording, master, renditions, leads);
  }

  ChannelState filmed(int number, String film) {
    return new ChannelState(startedAtMs, ended, targetMs, number, film, master, renditions, leads);
  }

  ChannelState master(String text, List<TitleDocument.Rendition> all) {
    return new ChannelState(startedAtMs, ended, targetMs, filmedTo, recording, text, all, leads);
  }

  ChannelState renditions(List<TitleDocument.Rendition> all) {
    return new ChannelState(startedAtMs, ended, targetMs, filmedTo, recording, master, all, leads);
  }

  ChannelState leads(boolean here) {
    return new ChannelState(
        startedAtMs, ended, targetMs, filmedTo, recording, master, renditions, here);
  }

  static ChannelState parse(byte[] json) throws IOException {
    return JSON.readValue(json, ChannelState.class);
  }

  byte[] json() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }
}
