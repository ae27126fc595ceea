import type { PeerView, SegmentView } from '../schedule/types';

/*
 * What a plan depends on, read once: a plan looks at each of these a hundred times, and behind some lie the clock of the media element, the time of
 * day or a list that is made anew.
 */

/** A peer as it is now; what it has is asked of it. */
export function peerSnapshot(peer: PeerView): PeerView {
  const { id, rendition, playheadMs, uploads, askable, outstanding, mostOutstanding, bytesPerMs, rttMs } = peer;
  return { id, rendition, playheadMs, uploads, askable, outstanding, mostOutstanding, bytesPerMs, rttMs, has: (piece) => peer.has(piece) };
}

/** A segment as it is now; its pieces are the ones it works on. */
export function segmentSnapshot({ segment, deadlineMs, wantedAtMs, demanded, givenMs, demandedAtMs, checkable, onlyFrom, pieces }: SegmentView): SegmentView {
  return { segment, deadlineMs, wantedAtMs, demanded, givenMs, demandedAtMs, checkable, onlyFrom, pieces };
}
