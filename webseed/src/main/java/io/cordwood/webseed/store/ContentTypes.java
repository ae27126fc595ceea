package io.cordwood.webseed.store;

import java.util.Locale;
import java.util.Map;

/** Media types by file name. */
public final class ContentTypes {
  private static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("m3u8", "application/vnd.apple.mpegurl"),
          Map.entry("m4s", "video/iso.segment"),
          Map.entry("m4f", "video/iso.segment"),
          Map.entry("cmfv", "video/mp4"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("m4v", "video/mp4"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("cmfa", "audio/mp4"),
          Map.entry("ts", "video/mp2t"),
          Map.entry("aac", "audio/aac"),
          Map.entry("ac3", "audio/ac3"),
          Map.entry("ec3", "audio/eac3"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("vtt", "text/vtt; charset=utf-8"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("png", "image/png"),
          Map.entry("webp", "image/webp"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("torrent", "application/x-bittorrent"));

  private ContentTypes() {}

  /** The media type of a file of this name. */
  public static String of(String name) {
    int dot = name.lastIndexOf('.');
    return BY_EXTENSION.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
  }
}
