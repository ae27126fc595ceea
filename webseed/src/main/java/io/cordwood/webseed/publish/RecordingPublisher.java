package io.cordwood.webseed.publish;

import io.cordwood.swarm.content.ByteSource;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.webseed.publish.encode.Poster;
import io.cordwood.webseed.publish.encode.Programs;
import io.cordwood.webseed.publish.hls.PackageReader;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a film of what was live: the same files under the same hashes, neither encoded nor hashed
 * again. Its invariant is {@link Publisher}'s: a title appears whole or not at all. The node is
 * told by heartbeats. Waits for the disk; any thread, one title at a time.
 */
public final class RecordingPublisher {
  private final StoreLayout store;
  private final Programs programs;

  /** Publishes into {@code store}; {@code programs} make a poster if they can. */
  public RecordingPublisher(StoreLayout store, Programs programs) {
    this.store = store;
    this.programs = programs;
  }

  /** Does all of it, or fails with nothing left behind. */
  public TitleDocument publish(PublishRequest request, RecordedTitle recorded)
      throws PublishException {
    try (Workspace opened = Workspace.open(store)) {
      fill(recorded, opened.title());
      var content = PackageReader.read(opened.title());
      var length = Optional.of(Duration.ofMillis(content.durationMs()));
      new Poster(programs)
          .tryToMake(content.master().below(opened.title()), length, opened.title());
      var whole = PackageReader.read(opened.title());
      var writer = new TitleWriter(whole, opened.title(), recorded.pieceLength(), recorded.known());
      var document = writer.write(request, ByteSource.folder(opened.title()));
      opened.moveTo(store.title(request.title()));
      return document;
    } catch (FileAlreadyExistsException e) {
      throw new PublishException(
          "There is a title " + request.title() + " already; choose another name.");
    } catch (InvalidContentException e) {
      throw new PublishException("This cannot be a title: " + e.getMessage(), e);
    } catch (IOException e) {
      throw Failures.sentence(e, store.data());
    }
  }

  private static void fill(RecordedTitle recorded, Path folder) throws IOException {
    for (Map.Entry<ContentPath, Path> link : recorded.links().entrySet()) {
      Path target = link.getKey().below(folder);
      Files.createDirectories(target.getParent());
      try {
        Files.createLink(target, link.getValue());
      } catch (UnsupportedOperationException e) {
        Files.copy(link.getValue(), target);
      }
    }
    for (Map.Entry<ContentPath, String> text : recorded.texts().entrySet()) {
      Path target = text.getKey().below(folder);
      Files.createDirectories(target.getParent());
      Files.writeString(target, text.getValue());
    }
  }
}
