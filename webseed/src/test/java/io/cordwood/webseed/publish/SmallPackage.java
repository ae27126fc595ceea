package io.cordwood.webseed.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** An HLS folder whose segments are any bytes, for what does not look into them. */
public final class SmallPackage {
  /** Bytes of the segments of each rendition: within a block, a piece, and beyond. */
  static final int[] SEGMENT_BYTES = {1, 16_384, 16_385, 65_536, 65_537, 300_000};

  private SmallPackage() {}

  /** Writes a package of two renditions of six two-second segments into {@code folder}. */
  public static Path write(Path folder) throws IOException {
    var random = new Random(11);
    var master = new StringBuilder("#EXTM3U\n");
    for (String name : new String[] {"high", "low"}) {
      master
          .append("#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=64x36,CODECS=\"avc1.4d400d\"\n")
          .append(name + "/index.m3u8\n");
      Path rendition = Files.createDirectories(folder.resolve(name));
      var media =
          new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI=\"init.mp4\"\n");
      for (int i = 0; i < SEGMENT_BYTES.length; i++) {
        byte[] bytes = new byte[SEGMENT_BYTES[i]];
        random.nextBytes(bytes);
        Files.write(rendition.resolve("s" + i + ".m4s"), bytes);
        media.append("#EXTINF:2.000,\ns" + i + ".m4s\n");
      }
      Files.writeString(rendition.resolve("init.mp4"), "init of " + name);
      Files.writeString(rendition.resolve("index.m3u8"), media + "#EXT-X-ENDLIST\n");
    }
    Files.writeString(folder.resolve("master.m3u8"), master);
    Files.writeString(folder.resolve("poster.jpg"), "a picture");
    return folder;
  }
}
