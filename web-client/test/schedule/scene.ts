import { peerId, root } from '../../src/content/ids';
import type { PeerId, PieceIndex, PieceInSegment } from '../../src/content/ids';
import type { Segment } from '../../src/content/records';
import { holdersAmong } from '../../src/schedule/fetch';
import type { BlockView, PeerView, PieceView, ScheduleState, SegmentView } from '../../src/schedule/types';

/** Pieces of every segment in these tests, each of two blocks. */
export const PIECES = 4;

export const self = peer(0);

export function peer(i: number): PeerId {
  return peerId(i.toString(16).padStart(40, '0'));
}

/** The i-th segment of four seconds. */
export function segment(i: number): Segment {
  return {
    rendition: '720p',
    number: i + 1,
    epoch: 0,
    part: 0,
    uri: `720p/${i}.m4s`,
    sizeBytes: PIECES * 32_768,
    durationMs: 4_000,
    startMs: i * 4_000,
    root: root(i.toString(16).padStart(64, '0')),
    lines: `${i}.m4s`,
    firstPiece: (i * PIECES) as PieceIndex,
    pieces: PIECES,
    hashesAt: i * PIECES * 32,
  };
}

export function block(changes: Partial<BlockView> = {}): BlockView {
  return { here: false, from: null, asked: [], ...changes };
}

export function piece(segmentIndex: number, index: number, changes: Partial<PieceView> = {}): PieceView {
  return {
    index: (segmentIndex * PIECES + index) as PieceIndex,
    piece: index as PieceInSegment,
    bytes: 32_768,
    busy: false,
    queued: false,
    disputed: false,
    blocks: [block(), block()],
    ...changes,
  };
}

/** A segment nothing of which is here, needed when a viewer at the start of the film gets there. */
export function wanted(i: number, changes: Partial<SegmentView> = {}): SegmentView {
  const pieces = Array.from({ length: PIECES }, (_, index) => piece(i, index));
  return { segment: segment(i), deadlineMs: i * 4_000, wantedAtMs: 0, demanded: false, givenMs: Infinity, demandedAtMs: changes.demanded === true ? 0 : Infinity, checkable: true, onlyFrom: null, pieces, ...changes };
}

/** A peer of the same rendition at the start of the film that has the pieces of `segments`. */
export function neighbour(i: number, segments: readonly number[], changes: Partial<PeerView> = {}): PeerView {
  return {
    id: peer(i),
    rendition: '720p',
    playheadMs: 0,
    uploads: true,
    askable: true,
    outstanding: 0,
    mostOutstanding: 256,
    bytesPerMs: 1_000,
    rttMs: 0,
    has: (index) => segments.includes(Math.floor(index / PIECES)),
    ...changes,
  };
}

export function scene(changes: Partial<ScheduleState> = {}): ScheduleState {
  return {
    self,
    rendition: '720p',
    playheadMs: 0,
    horizonMs: 60_000,
    uploads: true,
    aloneMs: Infinity,
    settled: true,
    metForMs: 60_000,
    thin: false,
    lagMs: 0,
    patienceMs: 8_000,
    segments: [],
    peers: [],
    webseed: { freeSlots: 2, urgentSlots: 2, slots: 2, segmentMs: 100, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true },
    ...changes,
    holders: holdersAmong(changes.peers ?? []),
  };
}
