package io.cordwood.webseed.publish.mp4;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FragmentedMp4Test {
  @TempDir Path folder;

  @Test
  void whatIsNoFragmentedMp4IsRefused() throws IOException {
    assertRefused(new byte[0]);
    assertRefused("ftyp".getBytes());
    assertRefused(box("ftyp", new byte[4]));
    assertRefused(box("moof", new byte[4]), box("mdat", new byte[4]));
    assertRefused(box("moov", new byte[0]), box("moof", new byte[4]), box("mdat", new byte[4]));
    assertRefused(ByteBuffer.allocate(16).putInt(9_999).put("mdat".getBytes()).array());
    assertRefused(ByteBuffer.allocate(16).putInt(1).put("mdat".getBytes()).putLong(-5).array());
  }

  @Test
  void arbitraryBytesGiveATypedErrorAndNothingElse() throws IOException {
    var random = new Random(5);
    String[] types = {"moov", "moof", "mdat", "trak", "traf", "tfhd"};
    for (int i = 0; i < 300; i++) {
      byte[] payload = new byte[random.nextInt(200)];
      random.nextBytes(payload);
      byte[] inner = box(types[random.nextInt(types.length)], payload);
      assertRefused(box("moov", inner), box("moof", inner), box("mdat", payload));
      byte[] track = box("trak", box("tkhd", payload));
      assertRefused(box("moov", track), box("moof", inner), box("mdat", payload));
    }
  }

  private void assertRefused(byte[]... boxes) throws IOException {
    Path file = folder.resolve("film.mp4");
    try (var out = Files.newOutputStream(file)) {
      for (byte[] box : boxes) {
        out.write(box);
      }
    }
    try (var in = FileChannel.open(file)) {
      assertThatThrownBy(() -> FragmentedMp4.read(in)).isInstanceOf(Mp4Exception.class);
    }
  }

  private static byte[] box(String type, byte[] payload) {
    return ByteBuffer.allocate(8 + payload.length)
        .putInt(8 + payload.length)
        .put(type.getBytes())
        .put(payload)
        .array();
  }
}
