package io.cordwood.signaling.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.signaling.http.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorKeyTest {
  @Test
  void aKeyIsMadeOnceForItsOwnerOnlyAndNothingElseIsLeft(@TempDir Path data) throws IOException {
    OperatorKey.of(Optional.empty(), data, new SecureRandom());
    var file = data.resolve("operator.key");
    var text = Files.readString(file);
    var again = OperatorKey.of(Optional.empty(), data, new SecureRandom());
    assertThat(Files.readString(file)).isEqualTo(text);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(data.toFile().list()).containsExactly("operator.key");
    assertThatCode(() -> again.require("Bearer " + text.strip())).doesNotThrowAnyException();
    assertThatThrownBy(() -> again.require("Bearer x")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> again.require(null)).isInstanceOf(ProblemException.class);
  }
}
