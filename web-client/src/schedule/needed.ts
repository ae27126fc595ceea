import type { Segment } from '../content/records';
import type { PeerView } from './types';

/** What is played within this time is told of at once. */
const TOLD_AT_ONCE_MS = 12_000;
/** What lies behind a peer's playhead, or nobody can say of, is needed late. */
const LATE_NEED_MS = 60_000;

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

/**
 * In how many milliseconds a peer whose player is at `playheadMs` needs what it asks for, whatever rendition it is of: who asks for another than it plays is about to play it, or plays sound
 * beside its pictures. `null`: nobody can say where it plays, or what that is.
 */
export function askedForMs(segment: Segment | null, playheadMs: number | null): number {
  if (segment === null || playheadMs === null || segment.startMs + segment.durationMs < playheadMs) return LATE_NEED_MS;
  return Math.max(0, segment.startMs - playheadMs);
}
