import type { Loaded } from '../engine-api';
import type { Geometry } from '../content/geometry';
import type { Bytes, PieceInSegment } from '../content/ids';
import type { Segment } from '../content/records';
import type { Deadline } from './deadline';

/*
 * Invariant: `missing` holds the pieces not yet copied into `data`; it resolves once, when the last one is.
 */

/** One load of a segment by the player, filled piece by piece into memory of its own. */
export class Demand {
  private readonly data: Bytes;
  private readonly missing: Set<PieceInSegment>;
  private fromPeers = 0;
  private firstByteAt: number | null = null;
  private activeSince: number | null = null;

  constructor(
    readonly segment: Segment,
    private readonly geometry: Geometry,
    readonly deadline: Deadline,
    readonly reject: (error: unknown) => void,
    private readonly resolve: (loaded: Omit<Loaded, 'bitsPerSecond'>) => void,
  ) {
    this.data = new Uint8Array(segment.sizeBytes);
    this.missing = new Set(geometry.each(segment.sizeBytes));
  }

  get done(): boolean {
    return this.missing.size === 0;
  }

  needs(piece: PieceInSegment): boolean {
    return this.missing.has(piece);
  }

  /** Something was asked for on its behalf: from now on the wait is not by choice. */
  active(nowMs: number): void {
    this.activeSince ??= nowMs;
  }

  /** Takes a copy of a piece. */
  fill(piece: PieceInSegment, bytes: Uint8Array, bytesFromPeers: number, nowMs: number): void {
    if (!this.missing.has(piece)) return;
    this.data.set(bytes, this.startOf(piece));
    this.filled(piece, bytesFromPeers, nowMs);
  }

  /** Has a piece copied where it belongs by `copy`, which tells how many of its bytes came from peers, or `null` when it has it not. */
  fillFrom(copy: (target: Bytes, at: number) => { readonly bytesFromPeers: number } | null, piece: PieceInSegment, nowMs: number): void {
    if (!this.missing.has(piece)) return;
    const copied = copy(this.data, this.startOf(piece));
    if (copied !== null) this.filled(piece, copied.bytesFromPeers, nowMs);
  }

  private startOf(piece: PieceInSegment): number {
    return this.geometry.pieceRange(this.segment.sizeBytes, piece).start;
  }

  private filled(piece: PieceInSegment, bytesFromPeers: number, nowMs: number): void {
    this.missing.delete(piece);
    this.fromPeers += bytesFromPeers;
    this.firstByteAt ??= nowMs;
    if (this.missing.size === 0) this.finish(nowMs);
  }

  private finish(nowMs: number): void {
    this.resolve({
      data: this.data.buffer,
      bytesFromPeers: this.fromPeers,
      bytesFromWebseeds: this.data.length - this.fromPeers,
      startedAt: this.deadline.sinceMs,
      firstByteAt: this.firstByteAt ?? nowMs,
      finishedAt: nowMs,
      activeMs: nowMs - Math.max(this.deadline.sinceMs, this.activeSince ?? nowMs),
    });
  }
}
