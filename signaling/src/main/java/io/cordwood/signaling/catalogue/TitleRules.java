package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SwarmId;
import java.util.HashSet;
import java.util.Set;

/** What a Title must be to be taken into the catalogue. Every refusal names its field. */
final class TitleRules {
  private static final Set<Integer> PIECE_LENGTHS = Set.of(65_536, 262_144);
  private static final int MAX_RENDITIONS = 64;
  private static final int MAX_RECORDS_BYTES = 64 << 20;
  private static final int MAX_NAME = 256;

  private TitleRules() {}

  /** The title itself, or a 400. */
  static Title checked(Title title) {
    require(title.owner() != null, "owner", "is missing");
    require(title.slug() != null, "slug", "is missing");
    require(isName(title.name()), "name", "must have 1 to 256 characters");
    require(title.open() != null, "open", "must be true or false");
    require(title.playlist() != null, "playlist", "is missing");
    require(title.swarm() != null, "swarm", "is missing");
    if (title.live() == null) {
      film(title);
    } else {
      channel(title);
    }
    return title;
  }

  private static void film(Title title) {
    require(title.durationMs() > 0, "durationMs", "must be milliseconds above 0");
    require(PIECE_LENGTHS.contains(title.pieceLength()), "pieceLength", "must be 65536 or 262144");
    require(title.pieces() > 0, "pieces", "must be above 0");
    require(title.bytes() > 0, "bytes", "must be above 0");
    require(
        title.bytes() <= (long) title.pieces() * title.pieceLength(),
        "pieces",
        "must be enough for all bytes");
    renditions(title, MAX_RENDITIONS);
    title.renditions().forEach(TitleRules::files);
    require(title.shared() != null, "shared", "is missing");
    records("shared", title.shared().recordsSha256(), title.shared().recordsSize());
  }

  /** A channel's swarm follows from its name and key, so that nobody takes another's. */
  private static void channel(Title title) {
    var live = title.live();
    require(live.key() != null && live.key().isP256(), "live.key", "must be a P-256 key (EC)");
    require(
        live.targetMs() >= 100 && live.targetMs() <= 60_000,
        "live.targetMs",
        "must be 100 to 60000 milliseconds");
    require(
        Live.ON.equals(live.state()) || Live.ENDED.equals(live.state()),
        "live.state",
        "must be \"on\" or \"ended\"");
    require(
        live.recording() == null || live.recording().owner().equals(title.owner()),
        "live.recording",
        "must be a title of the channel's owner");
    var length = LiveChannel.PIECE_LENGTH.bytes();
    require(title.pieceLength() == length, "pieceLength", "must be " + length + " for a channel");
    require(
        title.swarm().equals(swarmOf(title)),
        "swarm",
        "must be the one of the channel's name and key");
    require(title.durationMs() == 0, "durationMs", "must be 0 for a channel");
    require(title.pieces() == 0, "pieces", "must be 0 for a channel");
    require(title.bytes() == 0, "bytes", "must be 0 for a channel");
    require(title.shared() == null, "shared", "must be absent for a channel");
    renditions(title, LiveChannel.MAX_RENDITIONS);
  }

  private static SwarmId swarmOf(Title title) {
    try {
      return new LiveChannel(title.id(), title.live().key().point()).swarm();
    } catch (InvalidContentException e) {
      throw new ProblemException(400, "The field \"live.key\" is refused: " + e.getMessage());
    }
  }

  private static void renditions(Title title, int most) {
    var all = title.renditions();
    require(
        all != null && !all.isEmpty() && all.size() <= most,
        "renditions",
        "must name 1 to " + most + " renditions");
    var names = new HashSet<RenditionName>();
    for (var rendition : all) {
      require(rendition != null, "renditions", "must have objects only");
      rendition(rendition);
      require(names.add(rendition.name()), "renditions.name", "must be different each time");
    }
  }

  private static void rendition(Title.Rendition rendition) {
    require(
        rendition.name() != null && !rendition.name().isShared(),
        "renditions.name",
        "is missing or empty");
    require(rendition.bandwidth() > 0, "renditions.bandwidth", "must be above 0");
    require(rendition.width() >= 0, "renditions.width", "must be pixels, 0 when not known");
    require(rendition.height() >= 0, "renditions.height", "must be pixels, 0 when not known");
    require(
        rendition.codecs() != null && rendition.codecs().length() <= MAX_NAME,
        "renditions.codecs",
        "must have at most 256 characters, none when not known");
  }

  private static void files(Title.Rendition rendition) {
    require(rendition.segments() > 0, "renditions.segments", "must be above 0");
    require(rendition.bytes() > 0, "renditions.bytes", "must be above 0");
    records("renditions", rendition.recordsSha256(), rendition.recordsSize());
  }

  private static void records(String of, Object sha256, int size) {
    require(sha256 != null, of + ".recordsSha256", "is missing");
    require(
        size > 0 && size <= MAX_RECORDS_BYTES,
        of + ".recordsSize",
        "must be bytes, above 0 and at most 64 MiB");
  }

  private static boolean isName(String text) {
    return text != null && !text.isBlank() && text.length() <= MAX_NAME;
  }

  private static void require(boolean holds, String field, String sentence) {
    if (!holds) {
      throw new ProblemException(400, "The field \"" + field + "\" " + sentence + ".");
    }
  }
}
