package io.cordwood.webseed.http;

/** What publishers are refused with (PROTOCOL §3). */
final class IngestProblem {
  static final Problem BAD_PATH =
      new Problem(
          400,
          "The path cannot be read",
          "Send to /ingest/NAME/…/RENDITION/FILE, or to /ingest/NAME/…/FILE, with files named *.m3u8, *.m4s, *.mp4 or *.ts.");
  static final Problem NO_CHANNEL =
      new Problem(
          404,
          "There is no channel of this name",
          "Make it with ./cordwood live NAME, then send to the address that it prints.");
  static final Problem WRONG_KEY =
      new Problem(
          401,
          "The key is missing or another",
          "Put the channel's key behind its name, /ingest/NAME/KEY/…, or send it as Authorization: Bearer KEY; ./cordwood live NAME --push prints the address.");
  static final Problem METHOD_NOT_ALLOWED =
      new Problem(405, "This method is not offered", "Use PUT, POST or DELETE.");
  static final Problem SLOW =
      new Problem(
          408, "The file came too slowly", "Send each file within a minute; lower the bit rate.");
  static final Problem ENDED =
      new Problem(
          410,
          "The channel is off the air",
          "Start it again with ./cordwood live NAME, or send POST to /ingest/NAME with the key.");
  static final Problem TOO_BIG =
      new Problem(
          413,
          "The file is too big",
          "A segment has at most 8 MiB and a playlist 1 MiB; make shorter segments.");
  static final Problem TOO_MANY =
      new Problem(
          429,
          "Too many files are under way",
          "A channel takes 64 files at once and 16 renditions; wait until some have been sent.");
  static final Problem NOT_YET =
      new Problem(503, "The channel has just been opened", "Send the file again.");

  private IngestProblem() {}

  /** A refusal because another webseed takes the channel in, or may. */
  static Problem notHere(int status, String sentence) {
    return new Problem(status, "The channel is not taken in here", sentence);
  }

  /** A refusal of what a file says. */
  static Problem of(int status, String sentence) {
    return new Problem(status, "The file cannot be used", sentence);
  }
}
