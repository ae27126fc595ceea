package io.cordwood.webseed.publish.mp4;

import java.io.IOException;

/** A file that is not the fragmented MP4 it should be. */
public final class Mp4Exception extends IOException {
  private static final long serialVersionUID = 1L;

  Mp4Exception(String what) {
    super(what);
  }
}
