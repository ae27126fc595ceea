package io.cordwood.swarm.content;

/**
 * The one refusal of this package: bytes or text that break a rule of PROTOCOL §1 or §2.
 *
 * <p>The message is a sentence that says what to do. A stranger can cause it, so it carries no
 * stack trace and is cheap to throw; whoever reads from strangers catches it and counts {@link
 * #code()}.
 */
public final class InvalidContentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which rule was broken. */
  public enum Code {
    /** An owner, slug or title name. */
    NAME,
    /** A rendition's name. */
    RENDITION,
    /**
     * A swarm, peer id, root or hash of the wrong length or with a character that is not
     * hexadecimal.
     */
    ID,
    /** A URI that does not name a file inside its title's folder. */
    PATH,
    /** Bytes that are not strict bencode. */
    BENCODE,
    /** More bytes, depth or elements than the reader's bound. */
    TOO_BIG,
    /** A size, offset or piece index outside a title. */
    GEOMETRY,
    /** Piece hashes that do not belong to a root. */
    HASH,
    /** A record with a missing, unknown or impossible field. */
    RECORD,
    /** A records file that contradicts itself. */
    RECORDS_FILE,
    /** A torrent whose parts contradict each other. */
    TORRENT,
    /** A channel's key that is none, or a key file that holds none. */
    KEY,
    /** A signature that the channel did not make over this. */
    SIGNATURE
  }

  private final Code code;

  /** Makes a refusal; {@code sentence} says what is wrong and what to do. */
  public InvalidContentException(Code code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
  }

  /** The rule that was broken, for counters and typed answers. */
  public Code code() {
    return code;
  }
}
