package io.cordwood.webseed.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final Path DATA = Path.of("data");

  @Test
  void aFullDiskHasItsSentence() {
    assertThat(Failures.sentence(new IOException("No space left on device"), DATA))
        .hasMessage(
            "The disk of data is full; free some of it, or choose another folder with --data.");
  }

  @Test
  void aForbiddenFileHasItsSentence() {
    assertThat(Failures.sentence(new AccessDeniedException("/x"), DATA))
        .hasMessageContaining("/x may not be read or written; change its permissions");
  }

  @Test
  void anyOtherFailureHasASentence() {
    assertThat(Failures.sentence(new IOException("Input/output error"), DATA))
        .hasMessageContaining("(Input/output error); check the disk");
  }
}
