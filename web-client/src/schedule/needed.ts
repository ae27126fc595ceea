import type { Segment } from '../content/records';
import type { PeerView } from './types';

/** In how many milliseconds the first of those peers who watch its rendition needs a segment: 0 for one who does now, infinite when nobody will. */
export function neededInMs({ rendition, startMs, durationMs }: Segment, peers: Iterable<Pick<PeerView, 'rendition' | 'playheadMs'>>): number {
  let leastMs = Infinity;
  for (const peer of peers) {
    if (peer.playheadMs === null || peer.rendition !== rendition || peer.playheadMs >= startMs + durationMs) continue;
    leastMs = Math.min(leastMs, Math.max(0, startMs - peer.playheadMs));
  }
  return leastMs;
}
