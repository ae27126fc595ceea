package io.cordwood.webseed.live.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a publisher sent into one rendition's folder, the newest {@value #KEPT} files. What leaves
 * without having been taken is handed out to be deleted. Used by the channel's lane only.
 */
final class Uploads {
  static final int KEPT = 64;

  private final Deque<Upload> all = new ArrayDeque<>();
  private final List<Blob> unused = new ArrayList<>();
  private Optional<Upload> init = Optional.empty();

  void begun(String uri, long order) {
    all.addLast(new Upload(uri, order));
    while (all.size() > KEPT) {
      var oldest = all.removeFirst();
      if (!oldest.taken() && init.filter(kept -> kept == oldest).isEmpty()) {
        oldest.blob().ifPresent(unused::add);
      }
    }
  }

  void stored(String uri, long order, Blob blob) {
    all.stream()
        .filter(one -> one.order() == order && one.uri().equals(uri))
        .findFirst()
        .ifPresentOrElse(one -> one.stored(blob), () -> unused.add(blob));
  }

  void gone(long order) {
    all.removeIf(one -> one.order() == order);
  }

  Optional<Upload> latest(String uri) {
    return latestBefore(uri, Long.MAX_VALUE);
  }

  /** The one of this name that began last before {@code order}. */
  Optional<Upload> latestBefore(String uri, long order) {
    var found =
        all.stream()
            .filter(one -> one.uri().equals(uri) && one.order() < order)
            .max(Comparator.comparingLong(Upload::order));
    return found.or(() -> init.filter(one -> one.uri().equals(uri) && one.order() < order));
  }

  /** The init segment in force; kept however many files come. */
  Optional<Upload> init() {
    return init;
  }

  void useInit(Upload upload) {
    init = Optional.of(upload);
    upload.take();
  }

  /** It will be no segment. */
  void refuse(Upload upload) {
    upload.take();
    upload.blob().ifPresent(unused::add);
  }

  /** Files that came whole and were not taken. */
  List<Blob> abandoned() {
    return Stream.concat(
            unused.stream(),
            all.stream().filter(one -> !one.taken()).flatMap(one -> one.blob().stream()))
        .toList();
  }

  /** Files that nobody needs; each is handed out once. */
  List<Blob> unused() {
    var handed = List.copyOf(unused);
    unused.clear();
    return handed;
  }
}
