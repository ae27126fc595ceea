import { BLOCK_BYTES } from '../content/geometry';
import type { PieceIndex } from '../content/ids';
import { UNMEASURED_RATE } from '../schedule/ask';

/** How long a peer that rejected a request is left alone: at first, and at most when it goes on rejecting. */
const REJECTED_PAUSE_MS = 500;
const REJECTED_PAUSE_MOST_MS = 4_000;
/** A piece that was rejected so often is not believed to be there. */
const REJECTIONS_OF_PIECE = 3;
/** A peer is of no use after so many late blocks in so long, or pauses after rejections, with nothing in time between them. */
const LATE_MOST = 12;
const LATE_FOR_MS = 8_000;
const PAUSES_MOST = 6;
/** Blocks that are late, or rejected, within this time are one failure: they waited for the same thing. */
const ONE_FAILURE_MS = 500;
/** Nor is one that brings nothing for so long of what it was asked for. */
const SILENT_MOST_MS = 8_000;
/** What was measured is believed for a while when nothing is asked, then less and less. */
const RATE_BELIEVED_MS = 5_000;
const RATE_HALVES_MS = 10_000;
/** The weight of one block in the rate, and of a longer round trip in the round trip: that is the shortest of late, for what waits in line at the peer is no part of it. */
const RATE_WEIGHT = 0.25;
const RTT_WEIGHT = 0.03;
/** A peer that was sent more than this is expected to pass it on. */
const TRUSTED_WITH_PIECES = 8;
/** Blocks that a `begin` of the wire can name. */
const BLOCKS_MOST = 2 ** 32 / BLOCK_BYTES;

/** A request that was made of a peer. */
export interface Outstanding {
  readonly piece: PieceIndex;
  readonly block: number;
  /** Bytes. */
  readonly length: number;
  readonly atMs: number;
  /** How long it was expected to take. */
  readonly expectedMs: number;
  /** Nothing else was asked of the peer then, so that its time is a round trip. */
  readonly alone: boolean;
  late: boolean;
}

/*
 * Invariant: a request is outstanding from when it is made until it is answered or taken off, once. Requests are kept in the order in which they
 * were made.
 */

/** What one peer was asked for, and what is measured of how it answers. Times are of the caller's clock, in milliseconds. */
export class Standing<R extends Outstanding = Outstanding> {
  private readonly requests = new Map<number, R>();
  private readonly rejections = new Map<PieceIndex, { times: number; atMs: number }>();
  private pauses = 0;
  private lateBlocks = 0;
  private lateSinceMs = 0;
  private failedAtMs = -Infinity;
  private rtt = 0;
  private rate = 0;
  private lastBlockAtMs = 0;
  private pausedUntilMs = 0;

  constructor(private readonly now: () => number) {}

  get outstanding(): number {
    return this.requests.size;
  }

  /** It rejected a request a moment ago and is asked for nothing: it is as much a peer as before, and what it has is still somewhere. */
  get rests(): boolean {
    return this.now() < this.pausedUntilMs;
  }

  /** What it is thought to bring. Falls when nothing comes: fast while something was asked for, slowly when nothing was. */
  get bytesPerMs(): number {
    const now = this.now();
    const doubtedMs = now - this.lastBlockAtMs - RATE_BELIEVED_MS;
    const believed = this.rate === 0 || doubtedMs <= 0 ? this.rate : this.rate * 2 ** -(doubtedMs / RATE_HALVES_MS);
    const waitedMs = this.waitedMs - this.rtt;
    return waitedMs <= 0 ? believed : Math.min(believed, (2 * BLOCK_BYTES) / waitedMs);
  }

  /** Measured, 0 when it was not. */
  get rttMs(): number {
    return this.rtt;
  }

  /** It brings late what it says it has, nothing in time for long. */
  get alwaysLate(): boolean {
    return this.lateBlocks >= LATE_MOST && this.now() - this.lateSinceMs >= LATE_FOR_MS;
  }

  /** It brings something of what it is asked for; `excusedMs` is how long this viewer itself stood still since a moment. */
  brings(excusedMs: (sinceMs: number) => number): boolean {
    return this.pauses < PAUSES_MOST && this.waitedMs - excusedMs(this.now() - this.waitedMs) <= SILENT_MOST_MS;
  }

  /** Nothing it was asked for came after `atMs`. */
  silentSince(atMs: number): boolean {
    return this.lastBlockAtMs < atMs;
  }

  asked(request: R): void {
    this.requests.set(keyOf(request.piece, request.block), request);
  }

  /** What it owes, the oldest request first. */
  owed(): R[] {
    return [...this.requests.values()];
  }

  /** A request that was not answered; `null` when none was made. */
  asking(piece: PieceIndex, block: number): R | null {
    return this.requests.get(keyOf(piece, block)) ?? null;
  }

  /** Takes a request off; `null` when none was made. */
  answered(piece: PieceIndex, block: number): R | null {
    const request = this.asking(piece, block);
    this.requests.delete(keyOf(piece, block));
    return request;
  }

  /** Takes all requests off. */
  forgive(): R[] {
    const owed = this.owed();
    this.requests.clear();
    return owed;
  }

  /** The block of a request, which was taken off, came. */
  delivered({ length, atMs, alone, late }: R): void {
    const now = this.now();
    const msPerByte = Math.max(1, now - Math.max(atMs, this.lastBlockAtMs)) / length;
    this.rate = 1 / (this.rate === 0 ? msPerByte : (1 - RATE_WEIGHT) / this.rate + RATE_WEIGHT * msPerByte);
    if (alone) this.roundTrip(Math.max(1, now - atMs));
    this.lastBlockAtMs = now;
    this.pauses = 0;
    if (!late) this.lateBlocks = 0;
  }

  /** A block is late: the peer is slower than was thought. Counted once for each request. */
  late(request: R): void {
    if (request.late) return;
    request.late = true;
    if (this.lateBlocks === 0) this.lateSinceMs = this.now();
    this.lateBlocks++;
    this.failed();
  }

  /**
   * It rejected a request. Who is asked for too much may do so; a piece that is rejected again and again is not believed to be there. Tells whether it
   * still is.
   */
  rejected(piece: PieceIndex): boolean {
    this.failed();
    const now = this.now();
    const before = this.rejections.get(piece) ?? { times: 0, atMs: -Infinity };
    if (now - before.atMs >= REJECTED_PAUSE_MS) this.rejections.set(piece, { times: before.times + 1, atMs: now });
    if (now >= this.pausedUntilMs) {
      this.pausedUntilMs = now + Math.min(REJECTED_PAUSE_MOST_MS, REJECTED_PAUSE_MS * 2 ** this.pauses);
      this.pauses++;
    }
    return before.times + 1 < REJECTIONS_OF_PIECE;
  }

  private roundTrip(ms: number): void {
    this.rtt = this.rtt === 0 || ms < this.rtt ? ms : (1 - RTT_WEIGHT) * this.rtt + RTT_WEIGHT * ms;
  }

  /** Since when nothing has come of what it was asked for. */
  private get waitedMs(): number {
    for (const { atMs } of this.requests.values()) return this.now() - Math.max(atMs, this.lastBlockAtMs);
    return 0;
  }

  private failed(): void {
    const now = this.now();
    if (now - this.failedAtMs < ONE_FAILURE_MS) return;
    this.failedAtMs = now;
    this.rate = (this.rate === 0 ? UNMEASURED_RATE : this.rate) / 2;
  }
}

/** Those who are of no use: they bring nothing, or nothing in time. Where most are late, the fault is likelier here. `excusedMs` as for {@link Standing.brings}. */
export function uselessOf<P extends { readonly standing: Pick<Standing, 'alwaysLate' | 'brings'> }>(peers: readonly P[], excusedMs: (sinceMs: number) => number): P[] {
  const late = peers.filter(({ standing }) => standing.alwaysLate);
  const few = late.length <= Math.max(1, peers.length / 2);
  return peers.filter((peer) => (few && late.includes(peer)) || !peer.standing.brings(excusedMs));
}

/** Whether a peer keeps to itself what it gets, having been sent `bytesUp` and having said of `announced` pieces that it has them. */
export function hoards(bytesUp: number, announced: number, pieceLength: number): boolean {
  return bytesUp > TRUSTED_WITH_PIECES * pieceLength && 2 * announced * pieceLength < bytesUp;
}

function keyOf(piece: PieceIndex, block: number): number {
  return piece * BLOCKS_MOST + block;
}
