package io.cordwood.tracker.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.NetworkRange;
import io.cordwood.tracker.TrackerConfig;
import io.cordwood.tracker.standalone.TrackerArguments.Help;
import io.cordwood.tracker.standalone.TrackerArguments.Run;
import io.cordwood.tracker.standalone.TrackerArguments.Wrong;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

class TrackerArgumentsTest {
  @Test
  void withoutArgumentsEverythingIsAsTheConfigurationSays() {
    assertThat(parse()).isEqualTo(new Run(TrackerConfig.of("127.0.0.1", 8000), Optional.empty()));
  }

  @Test
  void everyOptionIsTaken() {
    var run =
        (Run)
            parse(
                ("--host ::1 --port 0 --connections 9 --connections-per-address 2"
                        + " --connections-per-prefix 3 --rate 0.5 --burst 7 --address-rate 4"
                        + " --address-burst 8 --message-bytes 1000 --interval 30"
                        + " --announces-per-second 50 --origin https://A.example/ --origin"
                        + " https://b.example --trusted-proxy 10.0.0.0/8 --trusted-proxy ::1"
                        + " --proxy-protocol --tls-keystore a.p12 --tls-password secret"
                        + " --allow hashes.txt --drain 11")
                    .split(" "));
    var config = run.config();
    assertThat(run.allow()).contains(Path.of("hashes.txt"));
    assertThat(config.listen()).isEqualTo(new TrackerConfig.Listen("::1", 0));
    assertThat(config.limits().connections()).isEqualTo(9);
    assertThat(config.limits().connectionsPerAddress()).isEqualTo(2);
    assertThat(config.limits().connectionsPerPrefix()).isEqualTo(3);
    assertThat(config.limits().messages()).isEqualTo(new TrackerConfig.Rate(0.5, 7));
    assertThat(config.limits().messagesPerAddress()).isEqualTo(new TrackerConfig.Rate(4, 8));
    assertThat(config.limits().messageBytes()).isEqualTo(1000);
    assertThat(config.announce().interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.announce().shortest()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.announce().perSecond()).isEqualTo(50);
    assertThat(config.origins()).containsOnly("https://a.example", "https://b.example");
    assertThat(config.proxies().trusted())
        .containsExactly(NetworkRange.parse("10.0.0.0/8"), NetworkRange.parse("::1"));
    assertThat(config.proxies().proxyProtocol()).isTrue();
    assertThat(config.tls()).contains(TrackerConfig.Tls.of(Path.of("a.p12"), "secret"));
    assertThat(config.timing().drain()).isEqualTo(Duration.ofSeconds(11));
  }

  @Test
  void theEnvironmentSaysWhatTheLineDoesNot() {
    var environment =
        Map.of(
            "CORDWOOD_TRACKER_PORT", "9",
            "CORDWOOD_TRACKER_HOST", "::",
            "CORDWOOD_TRACKER_ORIGIN", "https://a.example,https://b.example",
            "CORDWOOD_TRACKER_PROXY_PROTOCOL", "true",
            "CORDWOOD_TRACKER_TRUSTED_PROXY", "10.0.0.0/8,::1",
            "CORDWOOD_TLS_PASSWORD", "secret",
            "CORDWOOD_TRACKER_BURST", "");
    var run =
        (Run) TrackerArguments.parse(environment, "--host", "0.0.0.0", "--tls-keystore", "a.p12");
    assertThat(run.config().listen()).isEqualTo(new TrackerConfig.Listen("0.0.0.0", 9));
    assertThat(run.config().origins()).hasSize(2);
    assertThat(run.config().proxies().trusted()).hasSize(2);
    assertThat(run.config().proxies().proxyProtocol()).isTrue();
    assertThat(run.config().tls().orElseThrow().password()).isEqualTo("secret");
    assertThat(run.config().limits().messages().burst()).isEqualTo(120);
  }

  @Test
  void mistakesAreOneSentence() {
    assertWrong("--colour", "red").contains("--colour");
    assertWrong("red").contains("red");
    assertWrong("--port").contains("--port");
    for (var bad : new String[] {"x", "-1", "65536", ""}) {
      assertWrong("--port", bad).isNotEmpty();
    }
    assertWrong("--connections", "0").isEqualTo("The numbers of connections are above 0.");
    assertWrong("--rate", "0").isEqualTo("A rate and its burst are above 0.");
    assertWrong("--offers-per-hour", "0").isEqualTo("The number of offers per hour is above 0.");
    assertWrong("--interval", "0").contains("interval");
    assertWrong("--drain", "-1").contains("times");
    assertWrong("--trusted-proxy", "10.0.0.0/33")
        .isEqualTo("\"10.0.0.0/33\" is no range of addresses such as 10.0.0.0/8 or 2001:db8::/32.");
    assertWrong("--trusted-proxy", "example.org").contains("example.org");
    assertWrong("--proxy-protocol").isEqualTo("Give --trusted-proxy beside --proxy-protocol.");
    assertWrong("--tls-keystore", "a.p12").contains("CORDWOOD_TLS_PASSWORD");
  }

  @Test
  void helpNamesEveryOptionAndItsDefault() {
    assertThat(parse("--host", "a", "--help")).isInstanceOf(Help.class);
    assertThat(((Help) parse("-h")).usage())
        .contains("--connections-per-prefix", "Default: 50000", "--tls-keystore", "Default: 120");
  }

  private static AbstractStringAssert<?> assertWrong(String... args) {
    assertThat(parse(args)).as(String.join(" ", args)).isInstanceOf(Wrong.class);
    var sentence = ((Wrong) parse(args)).sentence();
    assertThat(sentence).endsWith(".").doesNotContain("\n");
    return assertThat(sentence);
  }

  private static TrackerArguments parse(String... args) {
    return TrackerArguments.parse(Map.of(), args);
  }
}
