package io.cordwood.signaling.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.Samples;
import io.cordwood.signaling.catalogue.Catalogue.Published;
import io.cordwood.signaling.http.Json;
import io.cordwood.swarm.content.TitleId;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  @TempDir Path folder;

  @Test
  void titlesAreThereAfterARestart() {
    var one = title("demo", "one", "a");
    var two = title("other", "one", "b");
    try (var store = new CatalogueStore(folder)) {
      var catalogue = new Catalogue(store);
      assertThat(catalogue.publish(one)).isEqualTo(new Published.Created(one));
      assertThat(catalogue.publish(two)).isEqualTo(new Published.Created(two));
    }
    try (var store = new CatalogueStore(folder)) {
      var catalogue = new Catalogue(store);
      assertThat(catalogue.all()).containsExactly(one, two);
      assertThat(catalogue.publish(one)).isEqualTo(new Published.AlreadyThere(one));
      assertThat(catalogue.publish(title("demo", "one", "c")))
          .isEqualTo(new Published.Conflict(one));
    }
  }

  @Test
  void aTitleThatIsThereKeepsItsSwarm() {
    try (var store = new CatalogueStore(folder)) {
      var catalogue = new Catalogue(store);
      var first = title("demo", "one", "a");
      catalogue.publish(first);
      catalogue.publish(title("demo", "one", "b"));
      assertThat(catalogue.find(TitleId.parse("demo/one"))).contains(first);
    }
  }

  @Test
  void ofTwoThatPublishAtOnceExactlyOneCreates() {
    try (var store = new CatalogueStore(folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var catalogue = new Catalogue(store);
      Set<Class<?>> outcomes = ConcurrentHashMap.newKeySet();
      var created = new java.util.concurrent.atomic.AtomicInteger();
      for (int i = 0; i < 16; i++) {
        var title = title("demo", "one", "content" + i);
        threads.submit(
            () -> {
              var outcome = catalogue.publish(title);
              outcomes.add(outcome.getClass());
              if (outcome instanceof Published.Created) {
                created.incrementAndGet();
              }
            });
      }
      threads.close();
      assertThat(created).hasValue(1);
      assertThat(outcomes)
          .containsExactlyInAnyOrder(Published.Created.class, Published.Conflict.class);
    }
  }

  private static Title title(String owner, String slug, String content) {
    return Json.read(Samples.title(owner, slug, content, true), Title.class);
  }
}
