import type { HlsConfig } from 'hls.js';

/** Seconds kept before the playhead in the player, and at most kept behind it. */
const AHEAD_SECONDS = 30;
const BEHIND_SECONDS = 30;
/** How fast a live channel's viewer who has fallen behind, or came late in a segment, plays until it is where it should be. */
const CATCH_UP_RATE = 1.05;

/**
 * What differs from hls.js's defaults. The buffer ends 30 s ahead whatever the bit rate (hls.js would fill 60 MB), because
 * looking further ahead is the engine's work. A live channel's viewer comes back to the latency that its playlist asks for. The
 * choice of the first level is hls.js's own. There is no worker: media segments are fMP4, which hls.js passes through, and
 * making one costs start-up time.
 */
export function hlsConfig(): Partial<HlsConfig> {
  return {
    maxBufferLength: AHEAD_SECONDS,
    maxMaxBufferLength: AHEAD_SECONDS,
    backBufferLength: BEHIND_SECONDS,
    maxLiveSyncPlaybackRate: CATCH_UP_RATE,
    enableWorker: false,
  };
}
