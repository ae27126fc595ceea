package io.cordwood.swarm.content;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;

/**
 * Hashes a file into the SHA-1 pieces of a torrent's v1 view (BEP 3). It starts on a piece. For one
 * thread; used once.
 */
public final class V1PieceHasher {
  private final int pieceBytes;
  private final MessageDigest sha1 = Digests.sha1();
  private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
  private int bytesOfPiece;

  /** Starts an empty file. */
  public V1PieceHasher(PieceLength pieceLength) {
    this.pieceBytes = pieceLength.bytes();
  }

  /** Takes the next bytes of the file. */
  public void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int left = length;
    while (left > 0) {
      int taken = Math.min(left, pieceBytes - bytesOfPiece);
      sha1.update(bytes, at, taken);
      bytesOfPiece += taken;
      closePieceIf(bytesOfPiece == pieceBytes);
      at += taken;
      left -= taken;
    }
  }

  /** Ends the file with zeros up to the next file; 20 bytes a piece. */
  public byte[] finish(int padBytes) {
    sha1.update(new byte[padBytes]);
    bytesOfPiece += padBytes;
    closePieceIf(bytesOfPiece > 0);
    return pieces.toByteArray();
  }

  private void closePieceIf(boolean full) {
    if (full) {
      pieces.writeBytes(sha1.digest());
      bytesOfPiece = 0;
    }
  }
}
