package io.cordwood.webseed.publish.hls;

import java.util.List;

/** The lines of a playlist that say something. */
final class PlaylistLines {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private PlaylistLines() {}

  /** Without line ends, empty lines and a byte order mark. */
  static List<String> of(String text) {
    String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    return content.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()).toList();
  }

  static boolean isPlaylist(List<String> lines) {
    return !lines.isEmpty() && lines.getFirst().equals("#EXTM3U");
  }
}
