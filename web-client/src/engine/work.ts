import { gapOf } from '../content/gap';
import { blockRange, blocks } from '../content/geometry';
import type { ByteRange, Geometry } from '../content/geometry';
import type { Bytes, PeerId, PieceInSegment } from '../content/ids';
import { torrentPiece } from '../content/records';
import type { Segment } from '../content/records';
import type { Asked, BlockView, PieceView, SegmentView } from '../schedule/types';
import type { Demand } from './demand';

/** A block that is under way or here. */
export class BlockWork implements BlockView {
  here = false;
  from: PeerId | null = null;
  asked: Asked[] = [];
}

const DISPUTES_MOST = 4;

/** Bytes that were found wrong, with who sent which block. */
export interface Dispute {
  readonly bytes: Bytes;
  readonly from: readonly (PeerId | null)[];
}

/*
 * States of a piece: open (blocks asked of peers) | fetching (a webseed sends what is missing, and while it does not begin peers may) → checking → gone (stored), or open again when wrong;
 * waiting: complete, its hash not known yet; broken: a webseed's bytes are wrong, nothing is tried again.
 * Invariant: `buffer` is written in the states open and fetching only.
 */
export type PieceState = 'open' | 'fetching' | 'checking' | 'waiting' | 'broken';

/** A piece on its way. */
export class PieceWork implements PieceView {
  readonly blocks: readonly BlockWork[];
  readonly index;
  state: PieceState = 'open';
  readonly disputes: Dispute[] = [];
  private memory: Bytes | null = null;
  /** How much of the block that a webseed sends now has come. */
  private partial = 0;
  /** The request that brings it in the state fetching; one before it has no say any more. */
  private run: object | null = null;
  /** Whether peers are asked as well while a webseed is to send it, or only what they bring is taken. */
  private peersToo: 'no' | 'asked' | 'taken' = 'no';

  constructor(
    segment: Segment,
    readonly piece: PieceInSegment,
    readonly bytes: number,
  ) {
    this.index = torrentPiece(segment, piece);
    this.blocks = Array.from({ length: blocks(bytes) }, () => new BlockWork());
  }

  get busy(): boolean {
    return this.state !== 'open';
  }

  get queued(): boolean {
    return this.state === 'fetching' && this.peersToo === 'asked';
  }

  get disputed(): boolean {
    return this.disputes.length > 0;
  }

  get buffer(): Bytes {
    this.memory ??= new Uint8Array(this.bytes);
    return this.memory;
  }

  /** Who sent each block; `null` for a webseed. */
  get sources(): readonly (PeerId | null)[] {
    return this.blocks.map((block) => block.from);
  }

  get bytesFromPeers(): number {
    return this.blocks.reduce((sum, block, i) => (block.from === null ? sum : sum + this.lengthOf(i)), 0);
  }

  /** Bytes that nobody has sent yet. */
  get missingBytes(): number {
    if (this.state === 'checking' || this.state === 'waiting' || this.state === 'broken') return 0;
    return this.blocks.reduce((sum, block, i) => (block.here ? sum : sum + this.lengthOf(i)), -this.partial);
  }

  /** Where what is missing lies. */
  get gap(): ByteRange {
    return gapOf(this.bytes, this.blocks);
  }

  lengthOf(block: number): number {
    const { start, end } = blockRange(this.bytes, block);
    return end - start;
  }

  /** Takes a peer's block; tells whether it was wanted. */
  takeBlock(block: number, data: Uint8Array, from: PeerId): boolean {
    const work = this.blocks[block];
    if (work !== undefined) work.asked = work.asked.filter(({ peer }) => peer !== from);
    if (!this.takesBlocks || work === undefined || work.here || data.length !== this.lengthOf(block)) return false;
    if (work === this.blocks.find(({ here }) => !here)) this.partial = 0;
    this.buffer.set(data, blockRange(this.bytes, block).start);
    work.here = true;
    work.from = from;
    work.asked = [];
    return true;
  }

  private get takesBlocks(): boolean {
    return this.state === 'open' || (this.state === 'fetching' && this.peersToo !== 'no');
  }

  /** Takes a webseed's bytes, which come in order from the start of a block on; what is here already is passed over. Tells whether the piece is complete. */
  takeStream(data: Uint8Array, at: number): boolean {
    const end = at + data.length;
    this.blocks.forEach((block, i) => {
      const range = blockRange(this.bytes, i);
      const [from, to] = [Math.max(at, range.start), Math.min(end, range.end)];
      if (block.here || from >= to) return;
      this.buffer.set(data.subarray(from - at, to - at), from);
      block.here = to === range.end;
      this.partial = block.here ? 0 : to - range.start;
    });
    return this.allHere;
  }

  /** The webseed's request `run` brings what is missing from now on, or all of it with `anew`. */
  fetch(anew: boolean, run: object): void {
    if (anew) this.reset();
    this.state = 'fetching';
    this.run = run;
    this.peersToo = 'no';
    for (const block of this.blocks) block.asked = [];
  }

  /** That request brings it, and it is not complete. */
  isFetchedBy(run: object): boolean {
    return this.state === 'fetching' && this.run === run;
  }

  /** It waits at the webseed: peers are asked for it as well. */
  waits(): void {
    this.peersToo = 'asked';
  }

  /** The webseed begins to send: peers are not asked any more. */
  begins(): void {
    if (this.peersToo === 'asked') this.peersToo = 'taken';
  }

  /** A webseed sends no more; what came whole is kept, or nothing of it with `anew`. */
  fetchEnded(anew: boolean): void {
    if (anew) this.reset();
    this.state = 'open';
    this.partial = 0;
  }

  get allHere(): boolean {
    return this.blocks.every((block) => block.here);
  }

  /** Bytes of several authors were found wrong. The latest few are kept for judgement. */
  dispute(): void {
    this.disputes.push({ bytes: this.buffer, from: this.sources });
    if (this.disputes.length > DISPUTES_MOST) this.disputes.shift();
  }

  /** Forgets what came so far, and is open; the memory is not used again, for somebody may be reading it. */
  reset(): void {
    this.state = 'open';
    this.memory = null;
    this.partial = 0;
    for (const block of this.blocks) {
      block.here = false;
      block.from = null;
      block.asked = [];
    }
  }
}

/** A segment of which pieces are missing. */
export class SegmentWork implements SegmentView {
  readonly demands = new Set<Demand>();
  readonly open = new Map<PieceInSegment, PieceWork>();
  hashes: readonly Bytes[] | null = null;
  onlyFrom: PeerId | null = null;
  private horizonMs = Infinity;
  private horizonGivenMs: number | null = null;

  constructor(
    readonly segment: Segment,
    geometry: Geometry,
    held: (piece: PieceInSegment) => boolean,
    readonly wantedAtMs: number,
  ) {
    for (const piece of geometry.each(segment.sizeBytes)) {
      if (!held(piece)) this.open.set(piece, new PieceWork(segment, piece, geometry.pieceBytes(segment.sizeBytes, piece)));
    }
  }

  get pieces(): readonly PieceWork[] {
    return [...this.open.values()];
  }

  /** Bytes that nobody has sent yet. */
  get missingBytes(): number {
    let sum = 0;
    for (const piece of this.open.values()) sum += piece.missingBytes;
    return sum;
  }

  get demanded(): boolean {
    return this.waiting.length > 0;
  }

  private get waiting(): readonly Demand[] {
    return [...this.demands].filter((demand) => !demand.done);
  }

  get demandedAtMs(): number {
    return Math.min(...this.waiting.map(({ deadline }) => deadline.sinceMs));
  }

  get deadlineMs(): number {
    let least = this.horizonMs;
    for (const { deadline } of this.waiting) least = Math.min(least, deadline.at());
    return least;
  }

  /** From when it was first wanted, by the player or because its horizon reached it. */
  get givenMs(): number {
    const given = [this.horizonGivenMs ?? 0, ...this.waiting.map((demand) => demand.deadline.givenMs)];
    return this.horizonGivenMs === null && given.length === 1 ? Infinity : Math.max(...given);
  }

  /** It is needed at `deadlineMs` as the horizon goes; infinite when it lies in none. */
  inHorizon(deadlineMs: number, nowMs: number): void {
    this.horizonMs = deadlineMs;
    if (deadlineMs !== Infinity) this.horizonGivenMs ??= Math.max(0, deadlineMs - nowMs);
  }

  get checkable(): boolean {
    return this.segment.pieces === 1 || this.hashes !== null;
  }

  /** A piece has to come from one author: it cannot be checked by itself, or nobody knows which of several lied. */
  wantsOneAuthor({ disputed }: PieceWork): boolean {
    return disputed || !this.checkable;
  }
}
