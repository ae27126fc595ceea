package io.cordwood.signaling.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.http.PublicAddress;
import io.cordwood.swarm.content.Owner;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  private static final PublicAddress NODE = new PublicAddress("https", "node.example:8080");
  private static final InetAddress ABROAD = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress HERE = InetAddress.ofLiteral("::1");

  private final Origins origins =
      new Origins(
          Map.of(
              "shop", List.of("https://shop.example", "https://www.shop.example"),
              "anyone", List.of("*"),
              "default", List.of("https://friend.example")));

  @ParameterizedTest
  @CsvSource({
    "shop, https://shop.example, true",
    "shop, HTTPS://SHOP.example, true",
    "shop, https://www.shop.example, true",
    "shop, http://shop.example, false",
    "shop, https://shop.example:8443, false",
    "shop, https://shop.example.evil.example, false",
    "shop, https://friend.example, false",
    "shop, https://node.example:8080, true",
    "shop, https://node.example, false",
    "shop, http://localhost, true",
    "shop, http://localhost:3000, true",
    "shop, https://viewer.localhost:3000, true",
    "shop, http://127.0.0.1:3000, true",
    "shop, http://127.8.7.6, true",
    "shop, http://[::1]:3000, true",
    "shop, http://127.0.0.1.evil.example, false",
    "shop, http://localhost.evil.example, false",
    "shop, http://evil.example/localhost, false",
    "shop, http://localhost@evil.example, false",
    "shop, http://192.168.1.2, false",
    "shop, null, false",
    "shop, '', false",
    "shop, ://, false",
    "someone, https://friend.example, true",
    "someone, https://shop.example, false",
    "anyone, https://whoever.example, true",
    "anyone, null, true",
  })
  void originsAreAllowedByTheOwnersList(String owner, String origin, boolean allowed) {
    assertThat(origins.allows(new Owner(owner), origin, ABROAD, NODE)).isEqualTo(allowed);
  }

  @Test
  void withoutAnOriginOnlyThisMachineIsTrusted() {
    assertThat(origins.allows(new Owner("shop"), null, HERE, NODE)).isTrue();
    assertThat(origins.allows(new Owner("shop"), null, ABROAD, NODE)).isFalse();
    assertThat(origins.allows(new Owner("anyone"), null, ABROAD, NODE)).isTrue();
  }

  @Test
  void withoutAnyListStrangersAreRefused() {
    var bare = new Origins(Map.of());
    assertThat(bare.allows(new Owner("demo"), "https://x.example", ABROAD, NODE)).isFalse();
    assertThat(bare.allows(new Owner("demo"), "https://node.example:8080", ABROAD, NODE)).isTrue();
  }
}
