import type { Catalogue } from '../content/catalogue';
import type { Segment } from '../content/records';
import type { Playback } from '../engine-api';

/** The part of the store that what is wanted may fill; the rest is for what was played and for other renditions. */
const STORE_PART = 0.9;
/** A segment that ends this much before the buffer does is in the player. */
const BUFFER_EDGE_MS = 200;

/**
 * The segments in the horizons of the players of this page, with the moment each is needed at. No more than the store can hold: what would
 * have to leave it again is not wanted yet, else it would be fetched, thrown away and fetched again.
 */
export function wantedSegments(
  catalogue: Catalogue,
  playbacks: readonly Playback[],
  { horizonMs, storeBytes }: { readonly horizonMs: number; readonly storeBytes: number },
  nowMs: number,
): ReadonlyMap<Segment, number> {
  const wanted = new Map<Segment, number>();
  for (const { rendition, playheadMs, rate } of playbacks) {
    let roomBytes = (STORE_PART * storeBytes) / playbacks.length;
    for (const segment of rendition === null ? [] : catalogue.between(rendition, playheadMs, playheadMs + horizonMs)) {
      roomBytes -= segment.sizeBytes;
      if (roomBytes < 0) break;
      const deadlineMs = nowMs + (segment.startMs - playheadMs) / Math.max(0.25, rate);
      wanted.set(segment, Math.min(wanted.get(segment) ?? Infinity, deadlineMs));
    }
  }
  return wanted;
}

/** Every player that wants the segment has it, in whatever rung: after a switch it is not loaded again. */
export function isBuffered({ rendition, startMs, durationMs }: Segment, playbacks: readonly Playback[]): boolean {
  return playbacks.every((playback) => playback.rendition !== rendition || startMs + durationMs <= playback.playheadMs + playback.bufferedAheadMs - BUFFER_EDGE_MS);
}
