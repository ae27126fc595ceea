package io.cordwood.webseed.publish;

import io.cordwood.swarm.content.ByteSource;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.encode.Encoder;
import io.cordwood.webseed.publish.encode.Poster;
import io.cordwood.webseed.publish.encode.Programs;
import io.cordwood.webseed.publish.encode.Progress;
import io.cordwood.webseed.publish.hls.HlsPackage;
import io.cordwood.webseed.publish.hls.PackageReader;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Publishes one title. Its invariant: a title appears in the store whole or not at all, and a title
 * that the node refuses is taken back. {@link #abandon} may come from another thread; all else is
 * for one thread, once.
 */
public final class Publisher {
  private final StoreLayout store;
  private final Programs programs;
  private final Catalogue catalogue;
  private final Progress progress;
  private volatile Workspace workspace;

  /** Publishes into {@code store} and tells {@code catalogue}. */
  public Publisher(StoreLayout store, Programs programs, Catalogue catalogue, Progress progress) {
    this.store = store;
    this.programs = programs;
    this.catalogue = catalogue;
    this.progress = progress;
  }

  /** What was published, and whether the node knows it. */
  public record Published(TitleDocument title, boolean registered) {}

  /** Does all of it, or fails with nothing left behind. */
  public Published publish(PublishRequest request) throws PublishException {
    requireFree(request.title());
    try (Workspace opened = Workspace.open(store)) {
      workspace = opened;
      fill(request, opened);
      var document = describe(request, opened);
      opened.moveTo(store.title(request.title()));
      return register(document, opened);
    } catch (FileAlreadyExistsException e) {
      throw taken(request.title());
    } catch (InvalidContentException e) {
      throw new PublishException("This cannot be a title: " + e.getMessage(), e);
    } catch (IOException e) {
      throw Failures.sentence(e, store.data());
    }
  }

  /**
   * Ends a running publication and removes what it made.
   *
   * @return false when the title is in its place already
   */
  public boolean abandon() {
    programs.stop();
    Workspace opened = workspace;
    if (opened != null && !opened.isDone()) {
      opened.abandon();
    }
    return opened == null || !opened.isDone();
  }

  private void requireFree(TitleId title) throws PublishException {
    if (Files.exists(store.title(title)) || catalogue.has(title)) {
      throw taken(title);
    }
  }

  private static PublishException taken(TitleId title) {
    return new PublishException(
        "There is a title " + title + " already; choose another name with --slug.");
  }

  private void fill(PublishRequest request, Workspace opened) throws PublishException, IOException {
    Path input = request.input();
    if (Files.isDirectory(input)) {
      copy(input, opened);
    } else if (Files.isRegularFile(input)) {
      encode(input, opened);
    } else {
      throw new PublishException("There is no file or folder " + input + "; check the path.");
    }
  }

  private void encode(Path input, Workspace opened) throws PublishException, IOException {
    var encoder = new Encoder(programs, progress);
    var source = encoder.probe(input);
    encoder.encode(input, source, opened.title(), opened.scratch());
    new Poster(programs).make(input, source.duration(), opened.title());
  }

  private void copy(Path input, Workspace opened) throws PublishException, IOException {
    HlsPackage content = PackageReader.read(input);
    List<ContentPath> files = TitleWriter.files(content);
    for (int i = 0; i < files.size(); i++) {
      progress.at("Copying", (double) i / files.size());
      Path target = files.get(i).below(opened.title());
      Files.createDirectories(target.getParent());
      Files.copy(files.get(i).below(input), target);
    }
    if (content.poster().isEmpty()) {
      Path master = content.master().below(opened.title());
      var length = Optional.of(Duration.ofMillis(content.durationMs()));
      new Poster(programs).tryToMake(master, length, opened.title());
    }
  }

  private TitleDocument describe(PublishRequest request, Workspace opened)
      throws PublishException, IOException {
    HlsPackage content = PackageReader.read(opened.title());
    int files = TitleWriter.files(content).size();
    var source = new CountedSource(ByteSource.folder(opened.title()), files, progress);
    return new TitleWriter(content, opened.title()).write(request, source);
  }

  private Published register(TitleDocument document, Workspace opened)
      throws PublishException, IOException {
    return switch (catalogue.register(document)) {
      case Catalogue.Answer.Registered() -> new Published(document, true);
      case Catalogue.Answer.Unreachable() -> new Published(document, false);
      case Catalogue.Answer.Refused(String sentence) -> {
        opened.takeBack(store.title(document.id()));
        throw new PublishException(sentence);
      }
    };
  }
}
