import type { PeerId, PieceIndex } from '../src/content/ids';
import type { PeerView } from '../src/schedule/types';
import { Flow } from './network';
import type { Parcel } from './network';
import type { Viewer } from './viewer';

const REQUESTS_MOST = 256;
/** As src/engine/swarm.ts has it. */
const ASK_TIMEOUT_MS = 10_000;

/** A block that was asked for. */
export interface Ask extends Parcel {
  readonly piece: PieceIndex;
  readonly block: number;
  readonly atMs: number;
}

/*
 * One end of a channel: what this viewer knows of the other. The counterpart of src/engine/peer.ts, with the same measured rate;
 * messages are calls of the other end after half a round trip.
 */
export class Neighbour implements PeerView {
  readonly known: Uint8Array;
  readonly asked = new Map<number, Ask>();
  /** What the other end is to be sent. */
  readonly flow = new Flow();
  closed = false;
  private rate = 0;
  private lastBlockAtMs = 0;

  constructor(
    readonly owner: Viewer,
    readonly other: Viewer,
    readonly rttMs: number,
  ) {
    this.known = other.behaviour.uploads ? other.offered() : new Uint8Array(other.transfers.held.length);
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
    return this.other.behaviour.uploads;
  }

  get askable(): boolean {
    return !this.closed && this.other.behaviour.uploads;
  }

  get outstanding(): number {
    return this.asked.size;
  }

  get mostOutstanding(): number {
    return REQUESTS_MOST;
  }

  get bytesPerMs(): number {
    return this.rate;
  }

  has(piece: PieceIndex): boolean {
    return this.known[piece] === 1;
  }

  asks(piece: PieceIndex, block: number, bytes: number, sent: (ask: Ask) => void): Ask {
    const ask: Ask = { piece, block, bytes, atMs: this.owner.clock.nowMs, cancelled: false, sent: () => sent(ask) };
    this.asked.set(keyOf(piece, block), ask);
    return ask;
  }

  /** Takes a request off; `null` when it was not made. */
  answered(piece: PieceIndex, block: number): Ask | null {
    const key = keyOf(piece, block);
    const ask = this.asked.get(key) ?? null;
    this.asked.delete(key);
    return ask;
  }

  delivered(ask: Ask): void {
    const now = this.owner.clock.nowMs;
    const sample = ask.bytes / Math.max(1, now - Math.max(ask.atMs, this.lastBlockAtMs));
    this.rate = this.rate === 0 ? sample : 0.9 * this.rate + 0.1 * sample;
    this.lastBlockAtMs = now;
  }

  failed(): void {
    this.rate /= 2;
  }

  /** Requests that took too long; a peer that sent nothing since is not believed any more. */
  expired(): Ask[] {
    const oldest = this.owner.clock.nowMs - ASK_TIMEOUT_MS;
    const late: Ask[] = [];
    for (const ask of this.asked.values()) if (ask.atMs <= oldest) late.push(ask);
    for (const ask of late) {
      this.failed();
      this.asked.delete(keyOf(ask.piece, ask.block));
      if (this.lastBlockAtMs < oldest && this.owner.webseeds.alive) this.known[ask.piece] = 0;
    }
    return late;
  }
}

function keyOf(piece: PieceIndex, block: number): number {
  return piece * 1024 + block;
}
