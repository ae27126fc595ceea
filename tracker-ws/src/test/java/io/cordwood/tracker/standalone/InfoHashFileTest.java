package io.cordwood.tracker.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.swarm.content.SwarmId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoHashFileTest {
  private static final String A = "a".repeat(40);
  private static final String B = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;

  @Test
  void hashesAreReadAndCommentsPassedOver() throws Exception {
    var list = InfoHashFile.open(write("# ours\n\n" + A + "\r\n  " + B.toUpperCase() + "\n"));
    assertThat(list.hashes()).containsOnly(SwarmId.parse(A), SwarmId.parse(B));
  }

  @Test
  void aFaultAtTheStartIsASentenceWithItsLine() throws Exception {
    for (var bad : new String[] {A + "0", "abc", "g".repeat(40), A + " " + B}) {
      assertThatThrownBy(() -> InfoHashFile.open(write(A + "\n" + bad + "\n")))
          .isInstanceOf(IOException.class)
          .hasMessage("Line 2 of %s is no info hash of 40 hexadecimal digits.".formatted(file()));
    }
    assertThatThrownBy(() -> InfoHashFile.open(folder.resolve("none")))
        .hasMessageEndingWith("none cannot be read.");
  }

  @Test
  void aChangeIsRead() throws Exception {
    var list = InfoHashFile.open(write(A));
    write(A + "\n" + B);
    list.refresh();
    assertThat(list.hashes()).hasSize(2);
    write("# nothing is allowed now");
    list.refresh();
    assertThat(list.hashes()).isEmpty();
  }

  @Test
  void aFaultInAChangeKeepsTheOldListAndIsLoggedOnce() throws Exception {
    var list = InfoHashFile.open(write(A));
    var log = new Log();
    Logger.getLogger(InfoHashFile.class.getName()).addHandler(log);
    write(A + "\noops");
    list.refresh();
    list.refresh();
    list.refresh();
    assertThat(list.hashes()).containsOnly(SwarmId.parse(A));
    assertThat(log.messages).hasSize(1);
    Files.delete(file());
    list.refresh();
    list.refresh();
    assertThat(list.hashes()).containsOnly(SwarmId.parse(A));
    assertThat(log.messages).hasSize(2);
    write(B);
    list.refresh();
    assertThat(list.hashes()).containsOnly(SwarmId.parse(B));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(file(), text);
  }

  private Path file() {
    return folder.resolve("hashes.txt");
  }

  private static final class Log extends Handler {
    final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord message) {
      messages.add(message.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
