import { blockAt, blockRange } from '../content/geometry';
import type { Geometry } from '../content/geometry';
import { hex, sameBytes } from '../content/ids';
import type { Bytes, PeerId, PieceInSegment, Root } from '../content/ids';
import type { Merkle } from '../content/merkle';
import type { Segment } from '../content/records';
import type { Store } from '../content/store';
import type { Loaded } from '../engine-api';
import { onAbort } from './abort';
import type { Counters } from './counters';
import type { Deadline } from './deadline';
import { Demand } from './demand';
import { SegmentWork } from './work';
import type { PieceWork } from './work';

/** What downloads tell their owner. */
export interface DownloadHandlers {
  now(): number;
  /** How well a held piece can be spared, the larger the better. */
  spare(root: Root, startMs: number): number;
  /** A verified piece is in the store; it may be offered. */
  verified(segment: Segment, piece: PieceInSegment): void;
  evicted(root: Root, piece: PieceInSegment): void;
  /** What came of a piece was wrong: it is to be had anew. */
  again(): void;
  /** A peer sent bytes that are proven wrong. */
  lied(peer: PeerId): void;
  /** A webseed's bytes do not have the hash of the records; they were played, and are offered to nobody. */
  webseedWrong(segment: Segment): void;
}

/*
 * Invariant: a piece is in the store only after its hash was compared; bytes of peers reach a demand only from there.
 * One work per root; a work lives while pieces are missing and somebody wants them.
 */

/** Pieces on their way: who was asked, what came, whether it is right, and who waits for it. */
export class Downloads {
  private readonly works = new Map<Root, SegmentWork>();
  private readonly hashes = new Map<Root, readonly Bytes[]>();

  constructor(
    private readonly geometry: Geometry,
    private readonly merkle: Merkle,
    private readonly store: Store,
    private readonly counters: Counters,
    private readonly handlers: DownloadHandlers,
  ) {}

  get all(): readonly SegmentWork[] {
    return [...this.works.values()];
  }

  find(root: Root): SegmentWork | null {
    return this.works.get(root) ?? null;
  }

  /** Works on a segment unless all of it is held. */
  want(segment: Segment): SegmentWork | null {
    const known = this.works.get(segment.root);
    if (known !== undefined) return known;
    const work = new SegmentWork(segment, this.geometry, (piece) => this.store.has(segment.root, piece), this.handlers.now());
    if (work.open.size === 0) return null;
    work.hashes = this.hashes.get(segment.root) ?? null;
    this.works.set(segment.root, work);
    return work;
  }

  forget(work: SegmentWork): void {
    if (this.works.get(work.segment.root) === work) this.works.delete(work.segment.root);
  }

  /** Resolves when the whole segment is there. */
  demand(segment: Segment, deadline: Deadline, signal: AbortSignal): Promise<Omit<Loaded, 'bitsPerSecond'>> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      let off = (): void => undefined;
      const settle =
        <T>(action: (outcome: T) => void) =>
        (outcome: T): void => {
          off();
          action(outcome);
        };
      const demand = new Demand(segment, this.geometry, deadline, settle(reject), settle(resolve));
      this.fillFromStore(demand);
      const work = demand.done ? null : this.want(segment);
      if (work === null) return;
      work.demands.add(demand);
      off = onAbort(signal, (reason) => {
        work.demands.delete(demand);
        reject(reason);
      });
      this.fillFromWebseedBytes(work, demand);
    });
  }

  /** A webseed's request `run` sends bytes of a segment from `offset` on; pieces that it does not bring are passed over. */
  stream(work: SegmentWork, chunk: Uint8Array, offset: number, run: object): void {
    for (let at = 0; at < chunk.length; ) {
      const piece = this.geometry.pieceAt(offset + at);
      const { start, end } = this.geometry.pieceRange(work.segment.sizeBytes, piece);
      const take = Math.min(chunk.length - at, end - offset - at);
      const target = work.open.get(piece);
      if (target?.isFetchedBy(run) === true && target.takeStream(chunk.subarray(at, at + take), offset + at - start)) {
        if (target.bytesFromPeers === 0) for (const demand of work.demands) demand.fill(piece, target.buffer, 0, this.handlers.now());
        this.complete(work, target);
      }
      at += take;
    }
  }

  /** A peer's block; tells whether it was of use. */
  block(work: SegmentWork, piece: PieceInSegment, begin: number, data: Uint8Array, from: PeerId): boolean {
    const target = work.open.get(piece);
    if (target?.takeBlock(blockAt(begin), data, from) !== true) return false;
    if (target.allHere) this.complete(work, target);
    return true;
  }

  /** The piece hashes of a segment, already checked against its root. */
  hashesKnown(root: Root, hashes: readonly Bytes[]): void {
    this.remember(root, hashes);
    const work = this.works.get(root);
    if (work === undefined) return;
    work.hashes = hashes;
    for (const piece of work.pieces) if (piece.state === 'waiting') this.complete(work, piece);
  }

  /** A segment is wanted by nobody any more. */
  forgetHashes(root: Root): void {
    this.hashes.delete(root);
  }

  /** A segment's pieces can be checked one by one. */
  knowsHashes(root: Root): boolean {
    return this.hashes.has(root);
  }

  /** Bytes of a whole segment that were played before its records were known. */
  async adopt(segment: Segment, bytes: Bytes): Promise<void> {
    if (bytes.length === segment.sizeBytes && !(await this.restore(segment, bytes))) this.handlers.webseedWrong(segment);
  }

  /** Keeps a whole segment when it is the one of the record; tells whether it is. */
  async restore(segment: Segment, bytes: Bytes): Promise<boolean> {
    if (bytes.length !== segment.sizeBytes) return false;
    const { pieceHashes, root } = await this.merkle.segment(bytes);
    if (root !== segment.root) return false;
    this.remember(root, pieceHashes);
    for (const piece of this.geometry.each(segment.sizeBytes)) {
      const { start, end } = this.geometry.pieceRange(segment.sizeBytes, piece);
      this.keep(segment, piece, bytes.slice(start, end), 0);
    }
    return true;
  }

  /** Gives up everything; waiting loads are rejected with `reason`. */
  close(reason: unknown): void {
    for (const work of this.works.values()) for (const demand of work.demands) demand.reject(reason);
    this.works.clear();
    this.hashes.clear();
  }

  private complete(work: SegmentWork, piece: PieceWork): void {
    if (work.checkable) {
      piece.state = 'checking';
      void this.check(work, piece);
      return;
    }
    piece.state = 'waiting';
    if (work.pieces.every(({ state }) => state === 'waiting')) void this.checkWhole(work);
  }

  private async check(work: SegmentWork, piece: PieceWork): Promise<void> {
    const hash = await this.merkle.pieceHash(piece.buffer, work.segment.pieces);
    const expected = work.hashes?.[piece.piece];
    const right = expected === undefined ? hex(hash) === work.segment.root : sameBytes(hash, expected);
    if (right) this.right(work, piece);
    else this.wrong(work, piece);
  }

  /** Without piece hashes only the whole segment can be checked, with what the store holds of it. */
  private async checkWhole(work: SegmentWork): Promise<void> {
    const pieces = work.pieces;
    for (const piece of pieces) piece.state = 'checking';
    const whole = new Uint8Array(work.segment.sizeBytes);
    for (const piece of this.geometry.each(work.segment.sizeBytes)) {
      const { start } = this.geometry.pieceRange(work.segment.sizeBytes, piece);
      const open = work.open.get(piece);
      if (open !== undefined) whole.set(open.buffer, start);
      else this.store.copyTo(work.segment.root, piece, whole, start);
    }
    const { pieceHashes, root } = await this.merkle.segment(whole);
    if (root === work.segment.root) this.hashesKnownBy(work, pieceHashes, pieces);
    else this.wholeWrong(work, pieces);
  }

  /**
   * What peers brought is doubted first; a webseed's bytes only when there is nothing else. Of several authors nobody knows which one
   * lied: none is accused, and all of it comes from one the next time.
   */
  private wholeWrong(work: SegmentWork, pieces: readonly PieceWork[]): void {
    const doubted = pieces.filter((piece) => piece.bytesFromPeers > 0);
    for (const piece of pieces) piece.state = 'waiting';
    if (new Set(doubted.flatMap((piece) => piece.sources)).size > 1) {
      this.counters.badPieces += doubted.length;
      for (const piece of doubted) piece.reset();
      work.onlyFrom = null;
      this.handlers.again();
      return;
    }
    for (const piece of doubted.length > 0 ? doubted : pieces) this.wrong(work, piece);
  }

  private hashesKnownBy(work: SegmentWork, hashes: readonly Bytes[], pieces: readonly PieceWork[]): void {
    this.remember(work.segment.root, hashes);
    work.hashes = hashes;
    for (const piece of pieces) this.right(work, piece);
  }

  private right(work: SegmentWork, piece: PieceWork): void {
    const fromPeers = piece.bytesFromPeers;
    this.counters.bytesFromPeers += fromPeers;
    for (const dispute of piece.disputes) this.judge(piece, dispute.bytes, dispute.from);
    work.open.delete(piece.piece);
    if (work.open.size === 0) this.forget(work);
    for (const demand of work.demands) demand.fill(piece.piece, piece.buffer, fromPeers, this.handlers.now());
    this.keep(work.segment, piece.piece, piece.buffer, fromPeers);
  }

  private wrong(work: SegmentWork, piece: PieceWork): void {
    this.counters.badPieces++;
    const sources = new Set(piece.sources);
    const [only] = sources;
    if (sources.size === 1 && sources.has(null)) {
      piece.state = 'broken';
      this.handlers.webseedWrong(work.segment);
      return;
    }
    if (sources.size > 1) piece.dispute();
    piece.reset();
    work.onlyFrom = null;
    if (sources.size === 1 && only !== undefined && only !== null) this.handlers.lied(only);
    this.handlers.again();
  }

  /** Compares a wrong piece with the right one, block by block. */
  private judge(right: PieceWork, wrong: Bytes, from: readonly (PeerId | null)[]): void {
    from.forEach((peer, block) => {
      const { start, end } = blockRange(right.bytes, block);
      if (peer !== null && !sameBytes(right.buffer.subarray(start, end), wrong.subarray(start, end))) this.handlers.lied(peer);
    });
  }

  /** The memory of `bytes` is the store's afterwards. */
  private keep(segment: Segment, piece: PieceInSegment, bytes: Bytes, bytesFromPeers: number): void {
    const spare = (root: Root, startMs: number): number => this.handlers.spare(root, startMs);
    const evicted = this.store.put(segment.root, piece, bytes, { startMs: segment.startMs, bytesFromPeers, spare });
    for (const gone of evicted) this.handlers.evicted(gone.root, gone.piece);
    if (this.store.has(segment.root, piece)) this.handlers.verified(segment, piece);
  }

  private fillFromStore(demand: Demand): void {
    const { root, sizeBytes } = demand.segment;
    for (const piece of this.geometry.each(sizeBytes)) {
      demand.fillFrom((target, at) => this.store.copyTo(root, piece, target, at), piece, this.handlers.now());
    }
  }

  /** A webseed's bytes are shown before they are checked, as a plain player would. */
  private fillFromWebseedBytes(work: SegmentWork, demand: Demand): void {
    for (const piece of work.pieces) {
      const complete = piece.state === 'checking' || piece.state === 'waiting' || piece.state === 'broken';
      if (complete && piece.bytesFromPeers === 0) demand.fill(piece.piece, piece.buffer, 0, this.handlers.now());
    }
  }

  private remember(root: Root, hashes: readonly Bytes[]): void {
    if (this.hashes.size >= MOST_HASHES) this.hashes.clear();
    this.hashes.set(root, hashes);
  }
}

const MOST_HASHES = 4_096;
