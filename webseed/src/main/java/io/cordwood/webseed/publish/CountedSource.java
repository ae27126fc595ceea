package io.cordwood.webseed.publish;

import io.cordwood.swarm.content.ByteSource;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.webseed.publish.encode.Progress;
import java.io.IOException;
import java.io.InputStream;

/** Tells how many of a title's files have been opened. */
final class CountedSource implements ByteSource {
  private final ByteSource source;
  private final double files;
  private final Progress progress;
  private int opened;

  CountedSource(ByteSource source, int files, Progress progress) {
    this.source = source;
    this.files = files;
    this.progress = progress;
  }

  @Override
  public InputStream open(ContentPath path) throws IOException {
    progress.at("Hashing", ++opened / files);
    return source.open(path);
  }
}
