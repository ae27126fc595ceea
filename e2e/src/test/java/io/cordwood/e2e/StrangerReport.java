package io.cordwood.e2e;

import java.util.List;

/** What became of a peer that does not keep to the rules; the fields are those of stranger.ts. */
record StrangerReport(
    boolean welcomed,
    List<String> doorErrors,
    Integer doorClosed,
    int introductions,
    int channelsOpened,
    int channelsClosed,
    int handshakes,
    int requests,
    int wrongBlocks,
    int forgedRecords,
    int blocksReceived,
    List<String> failures) {}
