import { gapOf } from '../src/content/gap';
import { blockRange, blocks } from '../src/content/geometry';
import type { ByteRange, Geometry } from '../src/content/geometry';
import type { PeerId, PieceInSegment } from '../src/content/ids';
import { torrentPiece } from '../src/content/records';
import type { Segment } from '../src/content/records';
import type { Asked, BlockView, PieceView, SegmentView } from '../src/schedule/types';

/*
 * The counterpart of src/engine/work.ts without bytes: the same states, and instead of a hash a mark on blocks that are wrong.
 */

class SimBlock implements BlockView {
  here = false;
  bad = false;
  from: PeerId | null = null;
  asked: Asked[] = [];
}

export class SimPiece implements PieceView {
  readonly index;
  readonly blocks: readonly SimBlock[];
  busy = false;
  /** Those of several authors whose bytes were wrong. */
  readonly suspects = new Set<PeerId>();
  disputed = false;

  constructor(
    segment: Segment,
    readonly piece: PieceInSegment,
    readonly bytes: number,
  ) {
    this.index = torrentPiece(segment, piece);
    this.blocks = Array.from({ length: blocks(bytes) }, () => new SimBlock());
  }

  lengthOf(block: number): number {
    const { start, end } = blockRange(this.bytes, block);
    return end - start;
  }

  /* As src/engine/work.ts has it. */
  private range: object | null = null;
  private peersToo: 'no' | 'asked' | 'taken' = 'no';

  get queued(): boolean {
    return this.busy && this.peersToo === 'asked';
  }

  isFetchedBy(range: object): boolean {
    return this.busy && this.range === range;
  }

  /** It waits at the webseed: peers are asked for it as well. */
  waits(): void {
    if (this.busy) this.peersToo = 'asked';
  }

  /** The webseed begins to send: peers are not asked any more. */
  begins(): void {
    if (this.peersToo === 'asked') this.peersToo = 'taken';
  }

  /** Takes a peer's block; tells whether it was wanted. */
  take(index: number, from: PeerId, bad: boolean): boolean {
    const block = this.blocks[index];
    if (block === undefined) return false;
    unask(block, from);
    if ((this.busy && this.peersToo === 'no') || block.here) return false;
    block.here = true;
    block.bad = bad;
    block.from = from;
    block.asked = [];
    return true;
  }

  get allHere(): boolean {
    return this.blocks.every((block) => block.here);
  }

  get bytesHere(): number {
    return this.blocks.reduce((sum, block, i) => (block.here ? sum + this.lengthOf(i) : sum), 0);
  }

  /** Where what is missing lies. */
  get gap(): ByteRange {
    return gapOf(this.bytes, this.blocks);
  }

  /** A range brings what is missing; all of it where the authors of what came are in doubt. */
  fetch(range: object): void {
    if (this.disputed) this.reset();
    this.busy = true;
    this.range = range;
    this.peersToo = 'no';
    for (const block of this.blocks) block.asked = [];
  }

  /** The webseed sent what was missing. */
  filled(): void {
    for (const block of this.blocks) block.here = true;
  }

  reset(): void {
    this.busy = false;
    for (const block of this.blocks) {
      block.here = false;
      block.bad = false;
      block.from = null;
      block.asked = [];
    }
  }
}

export function unask(block: SimBlock, peer: PeerId): void {
  if (block.asked.length > 0) block.asked = block.asked.filter((asked) => asked.peer !== peer);
}

/** A request to a webseed. */
export interface SimRange {
  readonly sinceMs: number;
  readonly pieces: readonly SimPiece[];
  /** Of before the swarm was known: it goes on by itself, as in src/engine/segment-loads.ts. */
  readonly early: boolean;
  begun: boolean;
}

/** A segment of which pieces are missing. */
export class SimWork implements SegmentView {
  readonly checkable = true;
  readonly onlyFrom = null;
  deadlineMs = Infinity;
  /** When the player asked for it; `Infinity` while it did not. */
  demandedAtMs = Infinity;
  /** How much time there was when it was first wanted. */
  readonly givenMs: number;
  pieces: SimPiece[] = [];
  /** What gives up the ranges under way. */
  readonly ranges = new Map<() => void, SimRange>();

  constructor(
    readonly segment: Segment,
    geometry: Geometry,
    held: Uint8Array,
    readonly wantedAtMs: number,
    playheadMs: number,
  ) {
    this.givenMs = Math.max(0, segment.startMs - playheadMs);
    for (let i = 0; i < segment.pieces; i++) {
      const piece = i as PieceInSegment;
      if (held[segment.firstPiece + i] !== 1) this.pieces.push(new SimPiece(segment, piece, geometry.pieceBytes(segment.sizeBytes, piece)));
    }
  }

  get demanded(): boolean {
    return this.demandedAtMs !== Infinity;
  }

  find(piece: PieceInSegment): SimPiece | null {
    return this.pieces.find((one) => one.piece === piece) ?? null;
  }

  remove(piece: SimPiece): void {
    this.pieces = this.pieces.filter((one) => one !== piece);
  }
}
