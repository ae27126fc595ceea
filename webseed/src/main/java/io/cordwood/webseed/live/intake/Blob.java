package io.cordwood.webseed.live.intake;

import io.cordwood.swarm.content.HashedFile;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A file that a publisher sent whole.
 *
 * @param file where it lies for now
 * @param sizeBytes at least 1
 * @param hashed its hashes, by pieces of 64 KiB
 * @param decodeTime when its first fragment is decoded, in its track's own unit; empty for what is
 *     not fragmented MP4
 */
public record Blob(Path file, long sizeBytes, HashedFile hashed, OptionalLong decodeTime) {}
