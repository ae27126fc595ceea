package io.cordwood.webseed.publish.hls;

import io.cordwood.swarm.content.ContentPath;
import io.cordwood.webseed.publish.PublishException;
import io.cordwood.webseed.publish.hls.HlsPackage.Rendition;
import io.cordwood.webseed.publish.hls.HlsPackage.Segment;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an HLS folder as it is. Every refusal names the file and says what to do. */
public final class PackageReader {
  private static final List<String> USUAL_MASTERS = List.of("master.m3u8", "index.m3u8");
  private static final List<String> POSTERS =
      List.of("poster.jpg", "poster.jpeg", "poster.png", "poster.webp");

  private final PackageFolder folder;
  private final Map<ContentPath, ContentPath> mediaOwners = new HashMap<>();
  private final Map<ContentPath, Integer> uses = new HashMap<>();

  private PackageReader(PackageFolder folder) {
    this.folder = folder;
  }

  /** The package in {@code folder}. */
  public static HlsPackage read(Path folder) throws PublishException, IOException {
    return new PackageReader(new PackageFolder(folder)).read();
  }

  private HlsPackage read() throws PublishException, IOException {
    ContentPath file = findMaster();
    var master = MasterPlaylist.parse(folder.text(file)).orElseThrow();
    var shared = new LinkedHashSet<>(Set.of(file));
    var renditions = readRenditions(file, master);
    for (String uri : master.others()) {
      addLocal(shared, file, uri);
    }
    for (String uri : master.pictureOnly()) {
      addPictureOnly(shared, file, uri);
    }
    var poster = findPoster();
    poster.ifPresent(shared::add);
    var parted = shareOthers(renditions, shared);
    return new HlsPackage(file, poster, parted, Set.copyOf(shared));
  }

  private ContentPath findMaster() throws PublishException, IOException {
    var candidates = new ArrayList<>(USUAL_MASTERS);
    try (var files = Files.list(folder.path())) {
      files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".m3u8") && !USUAL_MASTERS.contains(name))
          .sorted()
          .forEach(candidates::add);
    }
    for (String name : candidates) {
      if (Files.isRegularFile(folder.path().resolve(name))) {
        var file = ContentPath.parse(name);
        if (MasterPlaylist.parse(folder.text(file)).isPresent()) {
          return folder.resolve(file, name.replace("%", "%25"));
        }
      }
    }
    throw new PublishException(
        "%s has no master playlist; put one named master.m3u8, with an #EXT-X-STREAM-INF for each quality, into it."
            .formatted(folder.path()));
  }

  private Optional<ContentPath> findPoster() throws PublishException, IOException {
    for (String name : POSTERS) {
      if (Files.isRegularFile(folder.path().resolve(name))) {
        return Optional.of(folder.resolve(ContentPath.parse(name), name));
      }
    }
    return Optional.empty();
  }

  private List<Rendition> readRenditions(ContentPath file, MasterPlaylist master)
      throws PublishException, IOException {
    var playlists = new ArrayList<ContentPath>();
    for (var variant : master.variants()) {
      playlists.add(folder.resolve(file, variant.uri()));
    }
    for (String uri : master.alternatives()) {
      playlists.add(folder.resolve(file, uri));
    }
    var names = RenditionNames.of(playlists);
    var renditions = new ArrayList<Rendition>();
    for (int i = 0; i < playlists.size(); i++) {
      var variant =
          i < master.variants().size()
              ? master.variants().get(i)
              : new MasterPlaylist.Variant("", 0, 0, 0, "");
      ContentPath playlist = playlists.get(i);
      var media = readMedia(playlist);
      renditions.add(
          new Rendition(
              names.get(i),
              variant.bandwidth(),
              variant.width(),
              variant.height(),
              variant.codecs(),
              segments(playlist, media),
              others(playlist, media)));
    }
    return renditions;
  }

  private MediaPlaylist readMedia(ContentPath playlist) throws PublishException, IOException {
    var media =
        MediaPlaylist.parse(folder.text(playlist))
            .orElseThrow(() -> refused(playlist, "is no media playlist; make the package again"));
    if (media.unsupported().isPresent()) {
      throw refused(
          playlist,
          "has "
              + media.unsupported().get()
              + "; make the package again with one whole file for each segment (ffmpeg: without single_file)");
    }
    if (!media.ended()) {
      throw refused(playlist, "has no #EXT-X-ENDLIST; publish it when it is finished");
    }
    if (media.segments().isEmpty()) {
      throw refused(playlist, "names no segment; make the package again");
    }
    return media;
  }

  private List<Segment> segments(ContentPath playlist, MediaPlaylist media)
      throws PublishException, IOException {
    var segments = new ArrayList<Segment>();
    for (var segment : media.segments()) {
      ContentPath uri = folder.resolve(playlist, segment.uri());
      ContentPath owner = mediaOwners.putIfAbsent(uri, playlist);
      if (owner != null) {
        throw refused(
            playlist,
            "names %s, which %s names too; give each segment a file of its own"
                .formatted(segment.uri(), owner.equals(playlist) ? "it" : owner));
      }
      segments.add(new Segment(uri, ms(segment.seconds()), String.join("\n", segment.lines())));
    }
    return segments;
  }

  private static int ms(BigDecimal seconds) {
    return seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).intValueExact();
  }

  private Set<ContentPath> others(ContentPath playlist, MediaPlaylist media)
      throws PublishException, IOException {
    var others = new LinkedHashSet<>(Set.of(playlist));
    for (String uri : media.others()) {
      addLocal(others, playlist, uri);
    }
    others.forEach(file -> uses.merge(file, 1, Integer::sum));
    return others;
  }

  private void addLocal(Set<ContentPath> files, ContentPath playlist, String uri)
      throws PublishException, IOException {
    if (!PackageFolder.isElsewhere(uri)) {
      files.add(folder.resolve(playlist, uri));
    }
  }

  /** I-frame playlists name parts of segments that are there already, or files of their own. */
  private void addPictureOnly(Set<ContentPath> shared, ContentPath master, String uri)
      throws PublishException, IOException {
    ContentPath playlist = folder.resolve(master, uri);
    shared.add(playlist);
    var media =
        MediaPlaylist.parse(folder.text(playlist))
            .orElseThrow(() -> refused(playlist, "is no media playlist; make the package again"));
    for (var segment : media.segments()) {
      addLocal(shared, playlist, segment.uri());
    }
    for (String other : media.others()) {
      addLocal(shared, playlist, other);
    }
  }

  /** Files that several renditions name belong to none of them; each file is listed once. */
  private List<Rendition> shareOthers(List<Rendition> renditions, Set<ContentPath> shared)
      throws PublishException {
    uses.forEach(
        (file, count) -> {
          if (count > 1) {
            shared.add(file);
          }
        });
    var parted = new ArrayList<Rendition>();
    for (Rendition rendition : renditions) {
      var own = new LinkedHashSet<>(rendition.others());
      own.removeAll(shared);
      for (ContentPath file : own) {
        if (mediaOwners.containsKey(file)) {
          throw refused(file, "is a segment and something else too; make the package again");
        }
      }
      parted.add(
          new Rendition(
              rendition.name(),
              rendition.bandwidth(),
              rendition.width(),
              rendition.height(),
              rendition.codecs(),
              rendition.segments(),
              own));
    }
    shared.removeAll(mediaOwners.keySet());
    return parted;
  }

  private PublishException refused(ContentPath file, String sentence) {
    return new PublishException(folder.path().resolve(file.value()) + " " + sentence + ".");
  }
}
