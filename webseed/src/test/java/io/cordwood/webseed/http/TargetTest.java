package io.cordwood.webseed.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.TitleId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @Test
  void aFileOfATitleIsNamedByItsDecodedPath() {
    assertThat(Target.of("/t/demo/logs/720p/a%20b.m4s"))
        .isEqualTo(new Target.OfTitle(TitleId.parse("demo/logs"), "720p/a b.m4s"));
    assertThat(Target.of("/t/demo/logs/%C3%A9"))
        .isEqualTo(new Target.OfTitle(TitleId.parse("demo/logs"), "é"));
  }

  @Test
  void theServersOwnPathsAreKnown() {
    assertThat(Target.of("/health")).isEqualTo(new Target.Health());
    assertThat(Target.of("/metrics")).isEqualTo(new Target.Metrics());
    assertThat(Target.of("/client/chunks/a.js")).isEqualTo(new Target.OfClient("chunks/a.js"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/t",
        "/t/demo",
        "/t/demo/logs",
        "/t/Demo/logs/a",
        "/t/-/logs/a",
        "/client",
        "/health/x",
        "/x"
      })
  void whatNamesNothingIsNotFound(String path) {
    assertThat(Target.of(path)).isEqualTo(new Target.Nothing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "*",
        "t/demo/logs/a",
        "/t/demo/logs/",
        "/t//logs/a",
        "/t/demo/logs/../a",
        "/t/demo/logs/./a",
        "/t/demo/logs/%2e%2e/a",
        "/t/demo/logs/%2E./a",
        "/t/demo/logs/..%2fa",
        "/t/demo/logs/a%2Fb",
        "/t/demo/logs/a%5cb",
        "/t/demo/logs/a\\b",
        "/t/demo/logs/a%00",
        "/t/demo/logs/a%0a",
        "/t/demo/logs/a%",
        "/t/demo/logs/a%2",
        "/t/demo/logs/a%zz",
        "/t/demo/logs/%c0%ae%c0%ae/a",
        "/t/demo/logs/%ff",
        "/t/demo/logs/é",
        "/client/../secret"
      })
  void whatCouldLeaveTheFolderIsRefused(String path) {
    assertThat(Target.of(path)).isEqualTo(new Target.Refused());
  }
}
