package io.cordwood.webseed.publish;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Sentences for what disks do. */
final class Failures {
  private Failures() {}

  static PublishException sentence(IOException failure, Path data) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
      return new PublishException(
          "The disk of "
              + data
              + " is full; free some of it, or choose another folder with --data.",
          failure);
    }
    if (failure instanceof AccessDeniedException) {
      return new PublishException(
          message
              + " may not be read or written; change its permissions, or choose another folder with --data.",
          failure);
    }
    return new PublishException(
        "Files could not be read or written (" + message + "); check the disk and start again.",
        failure);
  }
}
