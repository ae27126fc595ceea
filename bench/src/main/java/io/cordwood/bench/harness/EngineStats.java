package io.cordwood.bench.harness;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a viewer's engine counts, as its `stats()` says it; of another player's, what it has of
 * these. Media counters hold segments' bytes only.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EngineStats(
    int peers,
    long bytesFromPeers,
    long bytesFromWebseeds,
    long bytesToPeers,
    long playlistBytes,
    int badPieces,
    int bannedPeers,
    double offload,
    long storeBytes,
    int piecesHeld,
    Integer piecesTotal,
    String signaling,
    String reason) {}
