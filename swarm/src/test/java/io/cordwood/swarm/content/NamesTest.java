package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NamesTest {
  static Stream<Vectors.Case> names() {
    return Vectors.cases("names.json");
  }

  static Stream<Vectors.Case> paths() {
    return Vectors.cases("paths.json");
  }

  @ParameterizedTest
  @MethodSource("names")
  void theVectorsOfNamesHold(Vectors.Case vector) {
    if (vector.input().has("title")) {
      title(vector, vector.input().get("title").textValue());
    } else {
      rendition(vector, vector.input().get("rendition").textValue());
    }
  }

  private static void title(Vectors.Case vector, String text) {
    if (vector.isRefused()) {
      vector.assertRefused(() -> TitleId.parse(text));
      return;
    }
    var title = TitleId.parse(text);
    assertThat(title.owner().value()).isEqualTo(vector.expect().get("owner").textValue());
    assertThat(title.slug().value()).isEqualTo(vector.expect().get("slug").textValue());
    assertThat(title).hasToString(text);
  }

  private static void rendition(Vectors.Case vector, String text) {
    if (vector.isRefused()) {
      vector.assertRefused(() -> new RenditionName(text));
      return;
    }
    var file = vector.expect().get("recordsFile").textValue();
    assertThat(new RenditionName(text).recordsFile()).isEqualTo(file);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void theVectorsOfPathsHold(Vectors.Case vector) {
    var text = vector.input().textValue();
    if (vector.isRefused()) {
      vector.assertRefused(() -> ContentPath.parse(text));
      return;
    }
    var components = new ArrayList<String>();
    vector.expect().get("components").forEach(c -> components.add(c.textValue()));
    assertThat(ContentPath.parse(text).components()).isEqualTo(components);
    assertThat(ContentPath.of(components)).isEqualTo(ContentPath.parse(text)).hasToString(text);
  }

  @Test
  void aComponentCannotBringASlash() {
    Vectors.assertRefused(
        InvalidContentException.Code.PATH, () -> ContentPath.of(List.of("a", "b/c")));
  }

  @Test
  void aPathStaysBelowItsFolder() {
    var folder = Path.of("/titles/demo");
    assertThat(ContentPath.parse("720p/0001.m4s").below(folder))
        .isEqualTo(Path.of("/titles/demo/720p/0001.m4s"));
  }

  @Test
  void aPathLiesWithinItsFoldersByWholeComponents() {
    var file = ContentPath.parse("a/b/c");
    assertThat(file.isWithinOrEqual(ContentPath.parse("a/b"))).isTrue();
    assertThat(file.isWithinOrEqual(file)).isTrue();
    assertThat(ContentPath.parse("a/bc").isWithinOrEqual(ContentPath.parse("a/b"))).isFalse();
    assertThat(ContentPath.parse("a").isWithinOrEqual(file)).isFalse();
  }
}
