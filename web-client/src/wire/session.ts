import { Bitset } from '../content/bitset';
import { BLOCK_BYTES, blockAt } from '../content/geometry';
import type { Geometry } from '../content/geometry';
import type { Bytes, PeerId, PieceIndex, SwarmId } from '../content/ids';
import { LivePieces } from '../content/live-pieces';
import type { PieceSet, PieceSpace } from '../content/pieces';
import { DONT_HAVE_ID, OUR_ID, decodeCordwood, decodeDontHave, decodeIntroduction } from './extension';
import type { HeldMessage, Introduction, PeerState, RecordMessage } from './extension';
import { LIMITS, Violation } from './messages';
import type { Block, Handshake, WireMessage } from './messages';
import { WireParser } from './parser';

/*
 * Invariant: `has` holds indices of the swarm only, a live channel's newest ones; `waiting` never exceeds LIMITS.requests; what leaves here names
 * pieces by their own indices, not by those of the wire.
 * States: before the handshake → before the first message → before the extended handshake (extension peers) → open.
 */

/** What a peer's bytes mean. */
export type PeerEvent =
  | { readonly type: 'handshake'; readonly handshake: Handshake }
  | { readonly type: 'introduction'; readonly introduction: Introduction }
  | { readonly type: 'state'; readonly state: PeerState }
  | RecordMessage
  | HeldMessage
  | { readonly type: 'choked' | 'unchoked' | 'pieces' }
  | { readonly type: 'have' | 'have not' | 'allowed fast'; readonly piece: PieceIndex }
  | { readonly type: 'request' | 'cancel' | 'reject'; readonly block: Block }
  | { readonly type: 'block'; readonly piece: PieceIndex; readonly begin: number; readonly data: Bytes };

/** The receiving half of a peer connection: bytes in, checked events out. No I/O, no clock. */
export class WireSession {
  /** The pieces the peer says it has. */
  readonly has: PieceSet;
  /** How often it said that it has another piece. */
  announced = 0;
  private readonly parser = new WireParser();
  private readonly waiting = new Set<string>();
  private readonly allowed = new Set<PieceIndex>();
  private handshake: Handshake | null = null;
  private started = false;
  private introduced = false;
  private unchoked = false;
  /** The newest live segment that it named. */
  private told = 0;

  constructor(
    private readonly swarm: SwarmId,
    private readonly peer: PeerId,
    private readonly geometry: Geometry,
    private readonly pieces: PieceSpace,
  ) {
    this.has = typeof pieces === 'number' ? new Bitset(pieces) : new LivePieces();
  }

  /** Whether the peer answers requests, if only for the pieces that it allows (BEP 6). */
  get unchokes(): boolean {
    return this.unchoked || this.allowed.size > 0;
  }

  /** Whether a piece may be asked for. */
  answers(piece: PieceIndex): boolean {
    return this.has.has(piece) && (this.unchoked || this.allowed.has(piece));
  }

  /** Whether it takes the messages of BEP 6. */
  get fast(): boolean {
    return this.handshake?.fast === true;
  }

  /** Throws a {@link Violation} when the peer broke the protocol. */
  receive(chunk: Uint8Array): PeerEvent[] {
    const events: PeerEvent[] = [];
    for (const message of this.parser.push(chunk)) {
      const event = message.type === 'handshake' ? this.greet(message) : this.handle(message);
      if (event !== null) events.push(event);
    }
    return events;
  }

  /** Tells that a request was answered, rejected or dropped; the peer may make another. */
  answered(block: Block): void {
    this.waiting.delete(name(block));
  }

  /** It said that it has a piece. */
  holds(piece: PieceIndex): void {
    if (!this.has.has(piece)) this.announced++;
    this.has.add(piece);
  }

  private greet(handshake: Handshake): PeerEvent {
    if (handshake.swarm !== this.swarm) throw new Violation('handshake', 'another swarm');
    if (handshake.peer !== this.peer) throw new Violation('handshake', 'another peer than was introduced');
    this.handshake = handshake;
    return { type: 'handshake', handshake };
  }

  private handle(message: WireMessage): PeerEvent | null {
    switch (message.type) {
      case 'keep alive':
      case 'ignored':
      case 'interested':
      case 'not interested':
        return null;
      case 'choke':
        this.unchoked = false;
        return { type: 'choked' };
      case 'unchoke':
        this.unchoked = true;
        return { type: 'unchoked' };
      case 'have all':
      case 'have none':
      case 'bitfield':
        return this.holdings(message);
      case 'have':
        return this.heardHave(this.indexOf(message.piece));
      case 'allowed fast':
        return this.allow(this.indexOf(message.piece));
      case 'request':
        return this.request(this.blockOf(message));
      case 'cancel':
      case 'reject':
        return { type: message.type, block: this.blockOf(message) };
      case 'piece': {
        const { piece, begin } = this.blockOf({ piece: message.piece, begin: message.begin, length: message.data.length });
        return { type: 'block', piece, begin, data: message.data };
      }
      case 'extended':
        return this.extended(message.id, message.payload);
    }
  }

  private holdings(message: WireMessage): PeerEvent {
    if (this.started) throw new Violation('order', `${message.type} twice`);
    this.started = true;
    if (message.type === 'have none' && this.fast) return { type: 'pieces' };
    if (message.type === 'bitfield') this.readField(message.bits);
    else this.haveAll();
    this.announced = this.has.count;
    return { type: 'pieces' };
  }

  private readField(bytes: Bytes): void {
    const bits = typeof this.pieces === 'number' ? Bitset.read(bytes, this.pieces) : null;
    if (bits === null) throw new Violation('bitfield', `${bytes.length} bytes`);
    for (const piece of bits.each()) this.has.add(piece);
  }

  private haveAll(): void {
    if (!this.fast) throw new Violation('order', 'have all or none without Fast');
    if (typeof this.pieces !== 'number') throw new Violation('order', 'have all of what has no end');
    for (let i = 0; i < this.pieces; i++) this.has.add(i as PieceIndex);
  }

  private heardHave(piece: PieceIndex): PeerEvent {
    this.holds(piece);
    return { type: 'have', piece };
  }

  /** A peer may name a piece that it has not. More than a few are of no use. */
  private allow(piece: PieceIndex): PeerEvent {
    if (!this.fast) throw new Violation('order', 'allowed fast without Fast');
    if (this.allowed.size < LIMITS.allowedFast) this.allowed.add(piece);
    return { type: 'allowed fast', piece };
  }

  private request(block: Block): PeerEvent {
    this.waiting.add(name(block));
    if (this.waiting.size > LIMITS.requests) throw new Violation('too many requests', `${this.waiting.size}`);
    return { type: 'request', block };
  }

  private extended(id: number, payload: Bytes): PeerEvent | null {
    if (id === 0) return this.introduction(payload);
    if (id === DONT_HAVE_ID) return this.lost(this.indexOf(decodeDontHave(payload)));
    if (id !== OUR_ID) return null;
    const message = decodeCordwood(payload);
    if (message?.type === 'held') this.told = Math.max(this.told, message.number);
    return message?.type === 'state' || typeof this.pieces !== 'number' ? message : null;
  }

  private lost(piece: PieceIndex): PeerEvent {
    this.has.delete(piece);
    return { type: 'have not', piece };
  }

  /** The first one counts: each costs the check of a signature. */
  private introduction(payload: Bytes): PeerEvent | null {
    if (this.introduced) return null;
    this.introduced = true;
    return { type: 'introduction', introduction: decodeIntroduction(payload) };
  }

  /** The index of a piece that a message names. */
  private indexOf(onWire: PieceIndex): PieceIndex {
    if (typeof this.pieces !== 'number') return this.pieces.read(onWire, this.told);
    if (onWire >= this.pieces) throw new Violation('range', `piece ${onWire} of ${this.pieces}`);
    return onWire;
  }

  /** What a message names, and not what it asks: a block is sent on in messages of other types. */
  private blockOf({ piece, begin, length }: Block): Block {
    if (length < 1 || length > BLOCK_BYTES || begin + length > this.geometry.pieceLength || blockAt(begin) < 0) {
      throw new Violation('range', `${length} bytes at ${begin} of piece ${piece}`);
    }
    return { piece: this.indexOf(piece), begin, length };
  }
}

function name({ piece, begin, length }: Block): string {
  return `${piece}/${begin}/${length}`;
}
