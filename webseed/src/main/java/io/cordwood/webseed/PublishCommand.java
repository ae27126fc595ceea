package io.cordwood.webseed;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.Slug;
import io.cordwood.webseed.publish.PublishRequest;
import io.cordwood.webseed.publish.Publisher;
import io.cordwood.webseed.publish.TitleNames;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "publish",
    description = "Puts a film on air: any file that ffmpeg reads, or an HLS folder as it is.")
final class PublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private PublisherOptions options;

  @Parameters(paramLabel = "FILE|FOLDER", description = "the film, or the folder of an HLS package")
  private Path input;

  @Option(
      names = "--slug",
      paramLabel = "NAME",
      description = "its name in addresses (default: from the file's name)")
  private String slug;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "its name for people (default: from the file's name)")
  private String name;

  @Override
  public Integer call() throws Exception {
    PublishRequest request = request();
    var progress = new TerminalProgress(System.out, isTerminal());
    try (var node = common.nodeClient()) {
      var publisher = new Publisher(common.store(), options.programs(), node, progress);
      var interruption = new Interruption(publisher);
      Runtime.getRuntime().addShutdownHook(interruption.thread());
      try {
        tell(publisher.publish(request), progress);
      } finally {
        interruption.over();
        progress.end();
      }
    }
    return 0;
  }

  private void tell(Publisher.Published published, TerminalProgress progress) {
    var title = published.title().id();
    progress.end();
    System.out.println("Published " + title + ".");
    if (!published.registered()) {
      System.out.println(
          "The node "
              + common.node()
              + " does not answer; the title is stored, and the webseed registers it when the node"
              + " is there.");
    }
    System.out.println("Watch: " + common.node() + "/watch/" + title);
  }

  private PublishRequest request() {
    try {
      var names = TitleNames.of(input);
      var title = options.title(slug == null ? names.slug() : new Slug(slug));
      return new PublishRequest(
          input,
          title,
          name == null || name.isBlank() ? names.name() : name.strip(),
          options.open(),
          options.tracker(common),
          options.webseed());
    } catch (InvalidContentException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  /**
   * Ctrl-C while a title is being made: nothing is left behind, and there is one sentence.
   * Whichever comes first, the end or Ctrl-C, has the word.
   */
  private static final class Interruption {
    private final Publisher publisher;
    private final AtomicBoolean decided = new AtomicBoolean();

    Interruption(Publisher publisher) {
      this.publisher = publisher;
    }

    Thread thread() {
      return new Thread(this::run);
    }

    /** Says that publishing has ended; never returns when it was interrupted. */
    void over() throws InterruptedException {
      if (!decided.compareAndSet(false, true)) {
        new CountDownLatch(1).await();
      }
    }

    private void run() {
      if (!decided.compareAndSet(false, true)) {
        return;
      }
      boolean nothingPublished = publisher.abandon();
      System.err.println();
      System.err.println(
          nothingPublished
              ? "cordwood: Stopped; nothing was published. Start it again when you like."
              : "cordwood: Stopped; the title is stored, and the webseed registers it.");
      Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
    }
  }
}
