package io.cordwood.webseed.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleNamesTest {
  @ParameterizedTest
  @CsvSource({
    "/films/My Film (2024).mp4, my-film-2024, My Film (2024)",
    "Café_crème.mkv, cafe-creme, Café crème",
    "--.mp4, film, --",
    "日本.mp4, film, 日本",
    ".mp4, mp4, .mp4",
    "folder.d, folder, folder",
    "trailing-.ts, trailing, trailing-"
  })
  void namesAreTakenFromTheFile(String file, String slug, String name) {
    var names = TitleNames.of(Path.of(file));
    assertThat(names.slug()).hasToString(slug);
    assertThat(names.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"100", "65", "64"})
  void aLongNameIsCut(int length) {
    assertThat(TitleNames.of(Path.of("a".repeat(length))).slug().value()).hasSize(64);
  }
}
