package io.cordwood.webseed.http;

import io.cordwood.swarm.content.Hash32;
import io.cordwood.webseed.range.EntityTag;
import io.cordwood.webseed.range.Representation;
import io.cordwood.webseed.store.Body;
import io.cordwood.webseed.store.ContentTypes;
import io.cordwood.webseed.store.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The viewer's client, from the class path. What was found is kept in memory, which is at most all
 * of the client; what was not is not remembered. Any thread.
 */
public final class ClientFiles {
  private static final String FOLDER = "META-INF/resources/client/";
  private static final String CACHE_CONTROL = "public, max-age=60";

  private final ClassLoader loader;
  private final Map<String, Resource> found = new ConcurrentHashMap<>();

  /** Looks files up with {@code loader}. */
  public ClientFiles(ClassLoader loader) {
    this.loader = loader;
  }

  /** The file at {@code path}, which has no empty or {@code ..} component; reads the class path. */
  Optional<Resource> find(String path) {
    var known = Optional.ofNullable(found.get(path));
    return known.isPresent() ? known : load(path);
  }

  private Optional<Resource> load(String path) {
    try (var stream = loader.getResourceAsStream(FOLDER + path)) {
      if (stream == null || path.indexOf('.') < 0) {
        return Optional.empty();
      }
      var resource = resource(path, stream.readAllBytes());
      found.put(path, resource);
      return Optional.of(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Resource resource(String path, byte[] bytes) {
    var tag = new EntityTag(Hash32.sha256(bytes).toString().substring(0, 32));
    var representation =
        new Representation(bytes.length, tag, ContentTypes.of(path), CACHE_CONTROL);
    return new Resource(representation, new Body.InMemory(bytes), Optional.empty());
  }
}
