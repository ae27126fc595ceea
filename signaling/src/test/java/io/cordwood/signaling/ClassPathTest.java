package io.cordwood.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClassPathTest {
  private static final Pattern INFINISPAN =
      Pattern.compile(".*[/\\\\](infinispan-[a-z-]+?)-([0-9][^/\\\\]*)\\.jar");

  @Test
  void allInfinispanJarsAreOfOneVersion() {
    var versions =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(INFINISPAN::matcher)
            .filter(java.util.regex.Matcher::matches)
            .collect(
                Collectors.groupingBy(
                    match -> match.group(2),
                    Collectors.mapping(match -> match.group(1), Collectors.toSet())));
    assertThat(versions).hasSize(1);
    assertThat(versions.values().iterator().next())
        .contains("infinispan-core", "infinispan-commons", "infinispan-counter-api");
  }
}
