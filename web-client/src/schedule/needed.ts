import type { Segment } from '../content/records';
import type { PeerView } from './types';

/** What is played within this time is told of at once. */
const TOLD_AT_ONCE_MS = 12_000;

/** Whether this viewer, whose player is at `playheadMs`, or one of its peers needs a segment so soon that its pieces are told of at once. */
export function isToldAtOnce(segment: Segment, playheadMs: number, peers: Iterable<Pick<PeerView, 'rendition' | 'playheadMs'>>): boolean {
  return Math.min(segment.startMs - playheadMs, neededInMs(segment, peers)) < TOLD_AT_ONCE_MS;
}

/** In how many milliseconds the first of those peers who watch its rendition needs a segment: 0 for one who does now, infinite when nobody will. */
export function neededInMs({ rendition, startMs, durationMs }: Segment, peers: Iterable<Pick<PeerView, 'rendition' | 'playheadMs'>>): number {
  let leastMs = Infinity;
  for (const peer of peers) {
    if (peer.playheadMs === null || peer.rendition !== rendition || peer.playheadMs >= startMs + durationMs) continue;
    leastMs = Math.min(leastMs, Math.max(0, startMs - peer.playheadMs));
  }
  return leastMs;
}
