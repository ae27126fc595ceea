package io.cordwood.webseed.http;

import io.cordwood.swarm.content.Hash32;
import io.cordwood.webseed.range.EntityTag;
import io.cordwood.webseed.range.Representation;
import io.cordwood.webseed.store.Body;
import io.cordwood.webseed.store.ContentTypes;
import io.cordwood.webseed.store.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The viewer's client, from the class path. What was found is kept in memory, plain and compressed,
 * which is at most all of the client; what was not is not remembered. Any thread.
 */
public final class ClientFiles {
  private static final String FOLDER = "META-INF/resources/client/";
  private static final String CACHE_CONTROL = "public, max-age=60";
  private static final Pattern TEXT = Pattern.compile("text/.*|application/json|image/svg.*");
  private static final int TAG_DIGITS = 32;

  private final ClassLoader loader;
  private final Map<String, Forms> found = new ConcurrentHashMap<>();

  private record Forms(Resource plain, Resource smallest) {}

  /** Looks files up with {@code loader}. */
  public ClientFiles(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * The file at {@code path}, which has no empty or {@code ..} component; reads the class path.
   *
   * @param gzip whether it may be compressed
   */
  Optional<Resource> find(String path, boolean gzip) {
    var known = Optional.ofNullable(found.get(path));
    return known.or(() -> load(path)).map(forms -> gzip ? forms.smallest() : forms.plain());
  }

  private Optional<Forms> load(String path) {
    try (var stream = loader.getResourceAsStream(FOLDER + path)) {
      if (stream == null || path.indexOf('.') < 0) {
        return Optional.empty();
      }
      var forms = forms(path, stream.readAllBytes());
      found.put(path, forms);
      return Optional.of(forms);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Forms forms(String path, byte[] bytes) throws IOException {
    String type = ContentTypes.of(path);
    String tag = Hash32.sha256(bytes).hex().substring(0, TAG_DIGITS);
    Resource plain = resource(type, tag, bytes, Optional.empty());
    if (!TEXT.matcher(type).matches()) {
      return new Forms(plain, plain);
    }
    return new Forms(plain, resource(type, tag + "-gzip", compress(bytes), Optional.of("gzip")));
  }

  private static Resource resource(
      String type, String tag, byte[] bytes, Optional<String> encoding) {
    var representation = new Representation(bytes.length, new EntityTag(tag), type, CACHE_CONTROL);
    return new Resource(representation, new Body.InMemory(bytes), encoding, Optional.empty());
  }

  private static byte[] compress(byte[] bytes) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.toByteArray();
  }
}
