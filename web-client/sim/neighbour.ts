import { BLOCK_BYTES } from '../src/content/geometry';
import type { PeerId, PieceIndex } from '../src/content/ids';
import { Standing, hoards } from '../src/engine/standing';
import type { Outstanding } from '../src/engine/standing';
import type { Asker } from '../src/engine/uploads';
import type { PeerView } from '../src/schedule/types';
import { LIMITS } from '../src/wire/messages';
import type { Block } from '../src/wire/messages';
import type { Bit } from './known';
import { Channel } from './network';
import type { Viewer } from './viewer';

/** A block that was asked for. */
export interface Ask extends Block, Outstanding {
  readonly piece: PieceIndex;
  readonly length: number;
  /** Taken back; the other end has not heard of it before half a round trip. */
  cancelled: boolean;
}

/*
 * One end of a channel: what this viewer knows of the other. The counterpart of src/engine/peer.ts, with the same standing; messages are
 * calls of the other end after half a round trip.
 */
export class Neighbour implements PeerView, Asker {
  readonly standing: Standing<Ask>;
  /** What leaves for the other end. */
  readonly link: Channel;
  /** Blocks for the other end that leave together. */
  readonly leaving: Ask[] = [];
  private readonly bit: Bit;
  closed = false;
  bytesUp = 0;
  /** Pieces that the other end said it has. */
  announced = 0;

  constructor(
    readonly owner: Viewer,
    readonly other: Viewer,
    /** Of the network; what is measured is {@link Neighbour.rttMs}. */
    readonly networkMs: number,
  ) {
    this.link = new Channel(owner.uplink);
    this.standing = new Standing(() => owner.clock.nowMs);
    const offered = other.behaviour.uploads ? other.offered() : new Uint8Array(0);
    this.bit = owner.known.join(offered);
    for (const has of offered) this.announced += has;
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
    return this.standing.outstanding;
  }

  get mostOutstanding(): number {
    return this.standing.rests ? 0 : LIMITS.requests;
  }

  get rttMs(): number {
    return this.standing.rttMs;
  }

  get bytesPerMs(): number {
    return this.standing.bytesPerMs;
  }

  has(piece: PieceIndex): boolean {
    return this.owner.known.has(piece, this.bit);
  }

  /** The other end says that it has a piece. */
  heard(piece: PieceIndex): void {
    if (!this.has(piece)) this.announced++;
    this.owner.known.set(piece, this.bit, true);
  }

  /** It passes on what it gets. */
  gives(pieceLength: number): boolean {
    return this.other.behaviour.uploads && !hoards(this.bytesUp, this.announced, pieceLength);
  }

  asks(piece: PieceIndex, block: number, length: number, expectedMs: number): Ask {
    const alone = this.outstanding === 0;
    const ask: Ask = { piece, block, begin: block * BLOCK_BYTES, length, atMs: this.owner.clock.nowMs, expectedMs, alone, late: false, cancelled: false };
    this.standing.asked(ask);
    return ask;
  }

  /** It rejected a request; what it rejects again and again it does not have. */
  rejected(piece: PieceIndex): void {
    if (!this.standing.rejected(piece)) this.disbelieve(piece);
  }

  /** It is not believed to have the piece any more. */
  disbelieve(piece: PieceIndex): void {
    this.owner.known.set(piece, this.bit, false);
  }

  /** It is not connected any more. */
  close(): void {
    this.closed = true;
    this.owner.known.leave(this.bit);
  }
}
