import { BLOCK_BYTES } from '../src/content/geometry';
import type { PeerId, PieceIndex } from '../src/content/ids';
import type { Asker } from '../src/engine/uploads';
import { UNMEASURED_RATE } from '../src/schedule/ask';
import type { PeerView } from '../src/schedule/types';
import type { Block } from '../src/wire/messages';
import { Channel } from './network';
import type { Viewer } from './viewer';

/* As src/engine/peer.ts has them. */
const REQUESTS_MOST = 256;
const REJECTED_PAUSE_MS = 500;
const REJECTED_PAUSE_MOST_MS = 4_000;
const REJECTIONS_OF_PIECE = 3;
const LATE_MOST = 12;
const PAUSES_MOST = 6;
const SILENT_MOST_MS = 8_000;
const RATE_BELIEVED_MS = 5_000;
const RATE_HALVES_MS = 10_000;
const TRUSTED_WITH_PIECES = 8;

/** A block that was asked for. */
export interface Ask extends Block {
  readonly block: number;
  readonly atMs: number;
  readonly expectedMs: number;
  /** Nothing else was asked for when it was. */
  readonly alone: boolean;
  late: boolean;
  /** Taken back; the other end has not heard of it before half a round trip. */
  cancelled: boolean;
}

/*
 * One end of a channel: what this viewer knows of the other. The counterpart of src/engine/peer.ts, with the same measurements; messages are
 * calls of the other end after half a round trip.
 */
export class Neighbour implements PeerView, Asker {
  readonly known: Uint8Array;
  readonly asked = new Map<number, Ask>();
  /** What leaves for the other end. */
  readonly link: Channel;
  closed = false;
  bytesUp = 0;
  /** Pieces that the other end said it has. */
  announced = 0;
  private rate = 0;
  private rtt = 0;
  private lastBlockAtMs = 0;
  private pausedUntilMs = 0;
  private pauses = 0;
  private lateBlocks = 0;
  private readonly rejections = new Map<PieceIndex, { times: number; atMs: number }>();

  constructor(
    readonly owner: Viewer,
    readonly other: Viewer,
    /** Of the network; what is measured is {@link Neighbour.rttMs}. */
    readonly networkMs: number,
  ) {
    this.link = new Channel(owner.uplink);
    this.known = other.behaviour.uploads ? other.offered() : new Uint8Array(other.transfers.held.length);
    for (const has of this.known) this.announced += has;
  }

  get id(): PeerId {
    return this.other.id;
  }

  get rendition(): string {
    return this.other.rendition;
  }

  get playheadMs(): number {
    return this.other.player.playheadMs;
  }

  get uploads(): boolean {
    return this.other.takesDuties;
  }

  get askable(): boolean {
    return !this.closed && this.other.behaviour.uploads;
  }

  get outstanding(): number {
    return this.asked.size;
  }

  get mostOutstanding(): number {
    return this.nowMs < this.pausedUntilMs ? 0 : REQUESTS_MOST;
  }

  get rttMs(): number {
    return this.rtt;
  }

  get bytesPerMs(): number {
    const believed = this.rate * 2 ** -(Math.max(0, this.nowMs - this.lastBlockAtMs - RATE_BELIEVED_MS) / RATE_HALVES_MS);
    const waitedMs = this.waitedMs - this.rtt;
    return waitedMs <= 0 ? believed : Math.min(believed, (2 * BLOCK_BYTES) / waitedMs);
  }

  get useless(): boolean {
    return this.lateBlocks >= LATE_MOST || this.pauses >= PAUSES_MOST || this.waitedMs > SILENT_MOST_MS;
  }

  has(piece: PieceIndex): boolean {
    return this.known[piece] === 1;
  }

  /** The other end says that it has a piece. */
  heard(piece: PieceIndex): void {
    this.announced++;
    this.known[piece] = 1;
  }

  /** It passes on what it gets. */
  gives(pieceLength: number): boolean {
    const hoards = this.bytesUp > TRUSTED_WITH_PIECES * pieceLength && 2 * this.announced * pieceLength < this.bytesUp;
    return this.other.behaviour.uploads && !hoards;
  }

  asks(piece: PieceIndex, block: number, length: number, expectedMs: number): Ask {
    const alone = this.asked.size === 0;
    const ask: Ask = { piece, block, begin: block * BLOCK_BYTES, length, atMs: this.nowMs, expectedMs, alone, late: false, cancelled: false };
    this.asked.set(keyOf(piece, block), ask);
    return ask;
  }

  /** What it was asked for and has not answered; `null` when it was not asked. */
  asking(piece: PieceIndex, block: number): Ask | null {
    return this.asked.get(keyOf(piece, block)) ?? null;
  }

  /** Takes a request off; `null` when it was not made. */
  answered(piece: PieceIndex, block: number): Ask | null {
    const ask = this.asking(piece, block);
    this.asked.delete(keyOf(piece, block));
    return ask;
  }

  delivered({ length, atMs, alone, late }: Ask): void {
    const now = this.nowMs;
    const sample = length / Math.max(1, now - Math.max(atMs, this.lastBlockAtMs));
    this.rate = this.rate === 0 ? sample : 0.9 * this.rate + 0.1 * sample;
    if (alone) this.rtt = this.rtt === 0 ? Math.max(1, now - atMs) : 0.7 * this.rtt + 0.3 * (now - atMs);
    this.lastBlockAtMs = now;
    this.pauses = 0;
    if (!late) this.lateBlocks = 0;
  }

  late(ask: Ask): void {
    if (ask.late) return;
    ask.late = true;
    this.lateBlocks++;
    this.failed();
  }

  rejected(piece: PieceIndex): void {
    this.failed();
    const now = this.nowMs;
    const before = this.rejections.get(piece) ?? { times: 0, atMs: -Infinity };
    if (now - before.atMs >= REJECTED_PAUSE_MS) this.rejections.set(piece, { times: before.times + 1, atMs: now });
    if (before.times + 1 >= REJECTIONS_OF_PIECE) this.known[piece] = 0;
    if (now < this.pausedUntilMs) return;
    this.pausedUntilMs = now + Math.min(REJECTED_PAUSE_MOST_MS, REJECTED_PAUSE_MS * 2 ** this.pauses);
    this.pauses++;
  }

  /** Nothing it was asked for came after `atMs`. */
  silentSince(atMs: number): boolean {
    return this.lastBlockAtMs < atMs;
  }

  private get nowMs(): number {
    return this.owner.clock.nowMs;
  }

  private get waitedMs(): number {
    for (const { atMs } of this.asked.values()) return this.nowMs - Math.max(atMs, this.lastBlockAtMs);
    return 0;
  }

  private failed(): void {
    this.rate = (this.rate === 0 ? UNMEASURED_RATE : this.rate) / 2;
  }
}

function keyOf(piece: PieceIndex, block: number): number {
  return piece * 1024 + block;
}
