package io.cordwood.webseed.publish.hls;

import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.RenditionName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Names renditions after the folders of their playlists, or after the playlists. */
final class RenditionNames {
  private static final int MAX_CHARACTERS = 32;

  private RenditionNames() {}

  /** Names in the order of the playlists, each another. */
  static List<RenditionName> of(List<ContentPath> playlists) {
    var folders = playlists.stream().map(RenditionNames::folder).toList();
    boolean byFolder = new HashSet<>(folders).size() == folders.size() && !folders.contains("");
    var taken = new HashSet<String>();
    var names = new ArrayList<RenditionName>();
    for (ContentPath playlist : playlists) {
      String wanted = allowed(byFolder ? folder(playlist) : stem(playlist));
      names.add(new RenditionName(free(wanted, taken)));
    }
    return names;
  }

  private static String folder(ContentPath playlist) {
    var components = playlist.components();
    return components.size() < 2 ? "" : components.get(components.size() - 2);
  }

  private static String stem(ContentPath playlist) {
    return playlist.components().getLast().replaceFirst("\\.[^.]*$", "");
  }

  private static String allowed(String name) {
    String allowed = name.replaceAll("[^A-Za-z0-9._-]", "-");
    String usable = allowed.matches("|\\.{1,2}|_") ? "rendition" : allowed;
    return usable.substring(0, Math.min(MAX_CHARACTERS, usable.length()));
  }

  private static String free(String wanted, HashSet<String> taken) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      String suffix = "-" + i;
      int kept = Math.min(wanted.length(), MAX_CHARACTERS - suffix.length());
      name = wanted.substring(0, kept) + suffix;
    }
    return name;
  }
}
