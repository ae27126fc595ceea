package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.LiveChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a path below a channel names (PROTOCOL §2.5); all else is not there. */
sealed interface LivePath {
  /** The name of a channel's master playlist. */
  String MASTER = "master.m3u8";

  /** Before a segment's path: its signed record. */
  String SIGNED = ".cordwood/signed/";

  /** The master playlist. */
  record Master() implements LivePath {}

  /** A rendition's playlist. */
  record Playlist(String rendition) implements LivePath {}

  /** A segment. */
  record Segment(String rendition, int epoch, int number, String uri) implements LivePath {}

  /** An init segment. */
  record Init(String rendition, int epoch, String uri) implements LivePath {}

  /** The signed record of a segment. */
  record Signed(Segment segment) implements LivePath {}

  /** Nothing that a channel has. */
  record Other() implements LivePath {}

  /** Reads a path relative to the title's folder. */
  static LivePath of(String path) {
    if (path.equals(MASTER)) {
      return new Master();
    }
    if (path.startsWith(SIGNED)) {
      return of(path.substring(SIGNED.length())) instanceof Segment segment
          ? new Signed(segment)
          : new Other();
    }
    var playlist = Forms.PLAYLIST.matcher(path);
    if (playlist.matches()) {
      return new Playlist(playlist.group(1));
    }
    var segment = Forms.SEGMENT.matcher(path);
    if (segment.matches() && Long.parseLong(segment.group(3)) <= LiveChannel.MAX_NUMBER) {
      return new Segment(segment.group(1), number(segment, 2), number(segment, 3), path);
    }
    var init = Forms.INIT.matcher(path);
    return init.matches() ? new Init(init.group(1), number(init, 2), path) : new Other();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  /** The forms of names. */
  final class Forms {
    private static final String RENDITION = "([A-Za-z0-9._-]{1,32})";
    static final Pattern PLAYLIST = Pattern.compile(RENDITION + "/index\\.m3u8");
    static final Pattern SEGMENT =
        Pattern.compile(RENDITION + "/([0-9]{1,9})-([0-9]{1,10})\\.(?:m4s|ts|aac|vtt)");
    static final Pattern INIT =
        Pattern.compile(RENDITION + "/([0-9]{1,9})-init(?:-[0-9]{1,9})?\\.mp4");

    private Forms() {}
  }
}
