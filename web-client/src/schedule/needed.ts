import type { Segment } from '../content/records';
import type { PeerView } from './types';

/** A piece waits to be told of together with others for this part of the time that is left until it is needed, but for a last second, and within these bounds. */
const TELL_PART = 1 / 15;
const TELL_LAST_MS = 1_000;
const TELL_LEAST_MS = 40;
const TELL_MOST_MS = 250;
/** What lies behind a peer's playhead, or nobody can say of, is needed late. */
const LATE_NEED_MS = 60_000;

/**
 * How long a piece of a segment may wait to be told of together with others: the longer, the later it is needed by this viewer, whose player is at `playheadMs`, and by its peers, whatever
 * rendition they say that they play: it may be the next one, or their sound. Each message that goes by itself costs both ends a packet and a turn of their event loops.
 */
export function tellWithinMs({ startMs, durationMs }: Segment, playheadMs: number, peers: Iterable<Pick<PeerView, 'playheadMs'>>): number {
  let leftMs = Infinity;
  const look = (atMs: number | null): void => {
    if (atMs !== null && atMs < startMs + durationMs && startMs - atMs < leftMs) leftMs = startMs - atMs;
  };
  look(playheadMs);
  for (const peer of peers) look(peer.playheadMs);
  return Math.min(TELL_MOST_MS, Math.max(TELL_LEAST_MS, TELL_PART * (leftMs - TELL_LAST_MS)));
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
