package io.cordwood.webseed;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.ChannelConfig;
import io.cordwood.webseed.live.ChannelFolder;
import io.cordwood.webseed.live.IngestKeys;
import io.cordwood.webseed.publish.encode.LiveEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "live",
    description = {
      "Puts a channel on the air: what ffmpeg reads, or a test picture.",
      "'live stop NAME' takes it off the air and makes a film of it."
    })
final class LiveCommand implements Callable<Integer> {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smh])");

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private PublisherOptions publisher;

  @Parameters(
      index = "0",
      paramLabel = "NAME|stop",
      description = "the channel's name in addresses")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INPUT|NAME",
      description = "a file or an address that ffmpeg reads; a test picture without it")
  private String input;

  @Option(names = "--name", paramLabel = "TEXT", description = "its name for people")
  private String title;

  @Option(
      names = "--push",
      description = "only make the channel and print where another encoder pushes HLS to")
  private boolean push;

  @Option(names = "--loop", description = "begin a file again when it has ended")
  private boolean loop;

  @Option(
      names = "--heights",
      paramLabel = "PIXELS",
      split = ",",
      defaultValue = "480,240",
      description = "its renditions, as far as the source has them (default: ${DEFAULT-VALUE})")
  private List<Integer> heights;

  @Option(
      names = "--window",
      paramLabel = "SEGMENTS",
      defaultValue = "" + ChannelConfig.WINDOW_SEGMENTS,
      description = "how many segments playlists name (default: ${DEFAULT-VALUE})")
  private int window;

  @Option(
      names = "--dvr",
      paramLabel = "SPAN",
      defaultValue = "0s",
      description =
          "how far viewers can go back: 90s, 30m, 2h (default: the window only; at most 10000 segments)")
  private String dvr;

  @Option(
      names = "--record",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "keep all of it, for a film when it ends (default: yes; --no-record: only what viewers can go back to)")
  private boolean record;

  @Option(
      names = "--max-gib",
      paramLabel = "GIB",
      defaultValue = "" + ChannelConfig.MAX_GIB,
      description = "the most that it keeps; then the oldest goes (default: ${DEFAULT-VALUE})")
  private int maxGib;

  @Override
  public Integer call() throws Exception {
    var webseed = publisher.webseed();
    boolean stop = name.equals("stop");
    if (stop && input == null) {
      throw usage("Which channel? live stop NAME");
    }
    var channel = channel(stop ? input : name);
    try (var client = new IngestClient(webseed, common.trust(webseed))) {
      if (stop) {
        known(channel);
      } else {
        free(channel);
      }
      String key = IngestKeys.of(common.store(), channel);
      return stop ? stop(client, channel, key) : start(client, channel, key);
    }
  }

  private void known(TitleId channel) throws StartException {
    if (!ChannelFolder.of(common.store(), channel).exists()) {
      throw new StartException(
          "There is no channel " + channel + " on this machine; check its name and --owner.");
    }
  }

  private void free(TitleId channel) throws StartException, IOException {
    if (Files.exists(common.store().title(channel))) {
      throw new StartException("There is a film " + channel + "; choose another name.");
    }
    var namesake = ChannelFolder.namesake(common.store(), channel);
    if (namesake.isPresent()) {
      throw new StartException(
          "There is a channel "
              + namesake.get()
              + ", and the name alone is in the address that encoders push to; choose another name, or --owner "
              + namesake.get().owner()
              + ".");
    }
  }

  private int stop(IngestClient client, TitleId channel, String key) throws StartException {
    var answer = client.end(channel, key);
    System.out.println(channel + " is off the air.");
    String film = answer.getString("recording");
    if (film != null) {
      long seconds = answer.getLong("durationMs") / 1000;
      System.out.printf("Its recording, %d s, is a film: %s%n", seconds, watch(film));
    }
    return 0;
  }

  private int start(IngestClient client, TitleId channel, String key) throws Exception {
    if (push) {
      begin(client, channel, key);
      String to = IngestClient.address(publisher.webseed(), channel, key);
      System.out.println("Push HLS to " + to + "/%v/index.m3u8 (ffmpeg: -f hls -method PUT)");
      return 0;
    }
    var facts = LiveEncoder.look(publisher.programs(), Optional.ofNullable(input));
    try (var _ = EncoderSeat.take(common.store(), channel)) {
      begin(client, channel, key);
      System.out.println(
          "On the air. Ctrl-C ends the encoder; live stop " + name + " ends the channel.");
      return encode(client, channel, key, facts);
    }
  }

  private void begin(IngestClient client, TitleId channel, String key)
      throws StartException, IOException {
    client.look();
    configure(channel, key);
    client.begin(channel, key);
    System.out.println("Watch: " + watch(channel.toString()));
  }

  private int encode(IngestClient client, TitleId channel, String key, LiveEncoder.Source facts)
      throws StartException, InterruptedException {
    var chosen = LiveEncoder.heights(heights, facts);
    String to = IngestClient.address(publisher.webseed(), channel, key);
    var arguments = LiveEncoder.arguments(Optional.ofNullable(input), loop, facts, chosen, to);
    return new EncoderLoop(publisher.ffmpeg(), arguments, () -> client.hasEnded(channel)).run();
  }

  private void configure(TitleId channel, String key) throws IOException {
    var folder = ChannelFolder.of(common.store(), channel);
    folder.write(
        new ChannelConfig(
            channel.owner().value(),
            channel.slug().value(),
            title == null || title.isBlank() ? channel.slug().value() : title.strip(),
            publisher.open(),
            ChannelConfig.hash(key),
            window,
            span(dvr).toMillis(),
            record,
            (long) maxGib << 30,
            publisher.tracker(common).toString(),
            publisher.webseed().toString()));
  }

  private TitleId channel(String text) {
    try {
      if (window < 3
          || window > ChannelConfig.MAX_WINDOW_SEGMENTS
          || maxGib < 1
          || heights.stream().anyMatch(h -> h < 2)) {
        throw usage("--window is 3 to 10000, --max-gib at least 1, --heights at least 2.");
      }
      span(dvr);
      int slash = text.indexOf('/');
      return slash < 0 ? publisher.title(new Slug(text)) : TitleId.parse(text);
    } catch (InvalidContentException e) {
      throw usage(e.getMessage());
    }
  }

  private Duration span(String text) {
    var matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw usage("--dvr is a number with s, m or h, as in 2h.");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private String watch(String title) {
    return common.node() + "/watch/" + title;
  }
}
