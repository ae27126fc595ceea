package io.cordwood.webseed.publish;

import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.HashedFile;
import io.cordwood.swarm.content.PieceLength;
import java.nio.file.Path;
import java.util.Map;

/**
 * A title whose files lie on the store's file system and were hashed when they came: what a live
 * channel leaves behind.
 *
 * @param links where the files of the title lie now; they stay there and must not change
 * @param texts playlists, to be written
 * @param pieceLength of the hashes
 * @param known hashes of some of the files
 */
public record RecordedTitle(
    Map<ContentPath, Path> links,
    Map<ContentPath, String> texts,
    PieceLength pieceLength,
    Map<ContentPath, HashedFile> known) {}
