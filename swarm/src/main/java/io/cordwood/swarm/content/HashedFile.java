package io.cordwood.swarm.content;

/**
 * What a torrent needs to know of a file that was hashed before (PROTOCOL §2.4). Nobody changes the
 * array.
 *
 * @param hashes its pieces' hashes (BEP 52)
 * @param v1Pieces the SHA-1 of its pieces, 20 bytes each, the last one with zeros up to its end
 */
public record HashedFile(PieceHashes hashes, byte[] v1Pieces) {}
