import type { PeerId } from '../content/ids';
import type { Segment } from '../content/records';
import { hash01 } from './hash';
import type { PeerView, ScheduleState } from './types';

/** This viewer's place among those who could bring a segment from a webseed: 0 is the owner. */
export interface Election {
  readonly rank: number;
  /** Others whose horizon covers the segment and who upload. */
  readonly others: number;
}

/** Rendezvous hashing (highest score owns) over this viewer and the peers that want the segment as well. */
export function elect(segment: Segment, state: ScheduleState): Election {
  const rivals = state.peers.filter((peer) => covers(peer, segment, state));
  const own = score(state.self, segment);
  const before = rivals.filter((peer) => score(peer.id, segment) > own).length;
  return { rank: state.uploads ? before : before + rivals.length, others: rivals.length };
}

function covers(peer: PeerView, segment: Segment, state: ScheduleState): boolean {
  if (!peer.uploads || !peer.askable || peer.playheadMs === null || peer.rendition !== segment.rendition) return false;
  return segment.startMs + segment.durationMs > peer.playheadMs && segment.startMs < peer.playheadMs + state.horizonMs;
}

function score(peer: PeerId, segment: Segment): number {
  return hash01(`${peer}/${segment.root}`);
}
