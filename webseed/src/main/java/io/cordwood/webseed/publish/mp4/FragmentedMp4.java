package io.cordwood.webseed.publish.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the parts of a fragmented MP4 file lie. Reads box headers and the small boxes only, never
 * the media.
 *
 * @param initBytes how long the initialization segment is: all before the first fragment
 * @param codecs of its tracks (RFC 6381)
 * @param fragments in the file's order, at least one
 */
public record FragmentedMp4(long initBytes, List<String> codecs, List<Fragment> fragments) {
  private static final int MAX_BOX_IN_MEMORY_BYTES = 64 << 20;
  private static final int LARGE_HEADER_BYTES = 16;

  private record Place(String type, long offset, long bytes, int headerBytes) {}

  /**
   * Reads a file.
   *
   * @throws Mp4Exception when it is not fragmented MP4 with pictures in every fragment
   */
  public static FragmentedMp4 read(FileChannel file) throws IOException {
    try {
      return readBoxes(file);
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new Mp4Exception("a box that says what cannot be");
    }
  }

  private static FragmentedMp4 readBoxes(FileChannel file) throws IOException {
    Movie movie = null;
    Place moof = null;
    long initBytes = -1;
    var fragments = new ArrayList<Fragment>();
    long offset = 0;
    for (var next = place(file, 0); next.isPresent(); next = place(file, offset)) {
      Place place = next.get();
      switch (place.type()) {
        case "moov" -> movie = Movie.read(load(file, place));
        case "moof" -> moof = place;
        case "mdat" -> {
          if (moof != null) {
            fragments.add(fragment(file, movie, moof, place));
            initBytes = initBytes < 0 ? moof.offset() : initBytes;
          }
        }
        default -> {}
      }
      offset = place.offset() + place.bytes();
    }
    if (movie == null || fragments.isEmpty()) {
      throw new Mp4Exception("no film in it");
    }
    return new FragmentedMp4(initBytes, movie.codecs(), List.copyOf(fragments));
  }

  private static Fragment fragment(FileChannel file, Movie movie, Place moof, Place mdat)
      throws IOException {
    if (movie == null) {
      throw new Mp4Exception("a fragment before the movie box");
    }
    var times = FragmentTimes.of(movie, load(file, moof));
    long bytes = mdat.offset() + mdat.bytes() - moof.offset();
    return new Fragment(moof.offset(), bytes, times.startUs(), times.endUs());
  }

  private static Optional<Place> place(FileChannel file, long offset) throws IOException {
    long left = file.size() - offset;
    if (left < 8) {
      return Optional.empty();
    }
    ByteBuffer header = bytes(file, offset, (int) Math.min(left, LARGE_HEADER_BYTES));
    long size = Integer.toUnsignedLong(header.getInt(0));
    boolean large = size == 1 && header.limit() == LARGE_HEADER_BYTES;
    long bytes = large ? header.getLong(8) : size == 0 ? left : size;
    int headerBytes = large ? LARGE_HEADER_BYTES : 8;
    if (bytes < headerBytes || bytes > left) {
      throw new Mp4Exception("a box that is cut off");
    }
    return Optional.of(new Place(Box.type(header, 0), offset, bytes, headerBytes));
  }

  private static Box load(FileChannel file, Place place) throws IOException {
    if (place.bytes() > MAX_BOX_IN_MEMORY_BYTES) {
      throw new Mp4Exception("a " + place.type() + " of " + place.bytes() + " bytes");
    }
    int payload = (int) place.bytes() - place.headerBytes();
    return new Box(place.type(), bytes(file, place.offset() + place.headerBytes(), payload));
  }

  private static ByteBuffer bytes(FileChannel file, long offset, int count) throws IOException {
    var buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, offset + buffer.position()) < 0) {
        throw new Mp4Exception("an unexpected end");
      }
    }
    return buffer.flip();
  }
}
