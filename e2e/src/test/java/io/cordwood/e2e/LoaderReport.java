package io.cordwood.e2e;

import java.util.List;

/** What became of a viewer with p2p-media-loader; the fields are those of media-loader.ts. */
record LoaderReport(
    double currentSeconds,
    Double durationSeconds,
    boolean ended,
    long bytesFromHttp,
    long bytesFromPeers,
    long bytesToPeers,
    int peersMet,
    List<String> warnings,
    List<String> failures) {}
