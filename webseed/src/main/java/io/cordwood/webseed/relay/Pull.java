package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.webseed.relay.Upstream.Answer;
import io.cordwood.webseed.store.Arriving;
import io.cordwood.webseed.store.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One segment that is being fetched. Its invariant: a piece is given out once its bytes were found
 * to be those that the channel signed, and none behind one that is not. Whoever waits for more of
 * it hears at {@link #close} that no more comes. Used by one thread.
 */
final class Pull implements Upstream.Reading, AutoCloseable {
  private final SignedRecord signed;
  private final Resource resource;
  private final Arriving arriving;
  private final Consumer<Found> early;

  /** {@code early} is told of what comes with its first piece. */
  Pull(SignedRecord signed, HeldFiles files, Consumer<Found> early) {
    this.signed = signed;
    this.arriving = new Arriving((int) signed.record().sizeBytes());
    this.resource = files.coming(signed, arriving);
    this.early = early;
  }

  @Override
  public Answer read(InputStream in, OptionalLong length) throws IOException {
    long size = signed.record().sizeBytes();
    return length.orElse(size) == size
        ? pieces(in)
        : new Answer.Wrong("it is not as long as what was signed");
  }

  private Answer pieces(InputStream in) throws IOException {
    for (int piece = 0; piece < signed.hashes().count(); piece++) {
      byte[] bytes = in.readNBytes(LiveChannel.PIECE_LENGTH.bytes());
      if (!signed.hashes().matches(piece, bytes)) {
        return new Answer.Wrong("its bytes are not those that were signed");
      }
      arriving.came(bytes);
      if (piece == 0) {
        early.accept(new Found.Here(resource));
      }
    }
    in.read(); // what is read to its end keeps its connection
    return new Answer.Bytes(arriving.whole(), Optional.empty());
  }

  @Override
  public void close() {
    arriving.breakOff();
  }
}
