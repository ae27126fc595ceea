import { hex } from '../content/ids';
import type { Bytes, PeerId, PieceIndex, SwarmId } from '../content/ids';
import { ID, LIMITS, Violation } from './messages';
import type { Handshake, WireMessage } from './messages';

const PROTOCOL = new TextEncoder().encode('BitTorrent protocol');
const HANDSHAKE_BYTES = 68;
const CHUNKS_MOST = 256;

/*
 * Invariant: what is held is less than one message (at most LIMITS.messageBytes + 4) beyond the last chunk, in at most CHUNKS_MOST parts.
 * States: before the handshake → messages → failed (after a violation, which every further call repeats).
 */

/** Reads a peer's byte stream, cut in chunks anyhow. Bounded in memory; throws a {@link Violation} at the first wrong byte. */
export class WireParser {
  private readonly chunks: Uint8Array[] = [];
  private held = 0;
  private greeted = false;
  private failed: Violation | null = null;

  /** Takes a chunk and returns the messages that are complete, in order. */
  push(chunk: Uint8Array): (Handshake | WireMessage)[] {
    if (this.failed !== null) throw this.failed;
    this.hold(chunk);
    const messages: (Handshake | WireMessage)[] = [];
    try {
      for (let next = this.next(); next !== null; next = this.next()) messages.push(next);
    } catch (error) {
      if (error instanceof Violation) this.failed = error;
      this.chunks.length = 0;
      throw error;
    }
    return messages;
  }

  /** How many parts the bytes that wait for more are in. */
  get parts(): number {
    return this.chunks.length;
  }

  private hold(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    if (this.chunks.length >= CHUNKS_MOST) this.chunks.splice(0, this.chunks.length, this.join());
    this.chunks.push(chunk);
    this.held += chunk.length;
  }

  private next(): Handshake | WireMessage | null {
    if (!this.greeted) {
      if (this.held < HANDSHAKE_BYTES) return this.earlyCheck();
      this.greeted = true;
      return parseHandshake(this.take(HANDSHAKE_BYTES));
    }
    if (this.held < 4) return null;
    const head = this.peek(4);
    const length = new DataView(head.buffer, head.byteOffset, 4).getUint32(0);
    if (length > LIMITS.messageBytes) throw new Violation('too long', `${length} bytes`);
    if (this.held < 4 + length) return null;
    return length === 0 ? this.keepAlive() : parseMessage(this.take(4 + length).subarray(4));
  }

  private earlyCheck(): null {
    if (this.held > 0 && this.peek(1)[0] !== PROTOCOL.length) throw new Violation('protocol', 'what came first is no handshake');
    return null;
  }

  private keepAlive(): WireMessage {
    this.take(4);
    return { type: 'keep alive' };
  }

  private peek(length: number): Uint8Array {
    const [first] = this.chunks;
    if (first !== undefined && first.length >= length) return first;
    const all = this.join();
    this.chunks.splice(0, this.chunks.length, all);
    return all;
  }

  /** Removes `length` bytes; the result is not shared with what is left. */
  private take(length: number): Bytes {
    const from = this.peek(length);
    this.held -= length;
    if (from.length === length) this.chunks.shift();
    else this.chunks[0] = from.subarray(length);
    return from.slice(0, length);
  }

  private join(): Bytes {
    const all = new Uint8Array(this.held);
    let at = 0;
    for (const chunk of this.chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}

function parseHandshake(bytes: Bytes): Handshake {
  if (bytes[0] !== PROTOCOL.length || PROTOCOL.some((byte, i) => bytes[1 + i] !== byte)) throw new Violation('protocol', 'what came first is no handshake');
  return {
    type: 'handshake',
    swarm: hex(bytes.subarray(28, 48)) as SwarmId,
    peer: hex(bytes.subarray(48, 68)) as PeerId,
    extended: ((bytes[25] ?? 0) & 0x10) !== 0,
    fast: ((bytes[27] ?? 0) & 0x04) !== 0,
  };
}

function parseMessage(body: Bytes): WireMessage {
  const id = body[0] ?? 0;
  const payload = body.subarray(1);
  switch (id) {
    case ID.choke:
      return empty(payload, 'choke');
    case ID.unchoke:
      return empty(payload, 'unchoke');
    case ID.interested:
      return empty(payload, 'interested');
    case ID.notInterested:
      return empty(payload, 'not interested');
    case ID.haveAll:
      return empty(payload, 'have all');
    case ID.haveNone:
      return empty(payload, 'have none');
    case ID.have:
      return { type: 'have', piece: numbers(payload, 1, 'have')[0] as PieceIndex };
    case ID.allowedFast:
      return { type: 'allowed fast', piece: numbers(payload, 1, 'allowed fast')[0] as PieceIndex };
    case ID.bitfield:
      return { type: 'bitfield', bits: payload };
    case ID.request:
      return block(payload, 'request');
    case ID.cancel:
      return block(payload, 'cancel');
    case ID.reject:
      return block(payload, 'reject');
    case ID.piece:
      return piece(payload);
    case ID.extended:
      if (payload.length < 1) throw new Violation('length', 'extended');
      return { type: 'extended', id: payload[0] ?? 0, payload: payload.subarray(1) };
    default:
      return { type: 'ignored', id };
  }
}

type Bare = 'choke' | 'unchoke' | 'interested' | 'not interested' | 'have all' | 'have none';

function empty(payload: Uint8Array, type: Bare): WireMessage {
  if (payload.length !== 0) throw new Violation('length', type);
  return { type };
}

function numbers(payload: Uint8Array, count: number, what: string): number[] {
  if (payload.length !== 4 * count) throw new Violation('length', what);
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  return Array.from({ length: count }, (_, i) => view.getUint32(4 * i));
}

function block(payload: Uint8Array, type: 'request' | 'cancel' | 'reject'): WireMessage {
  const [index = 0, begin = 0, length = 0] = numbers(payload, 3, type);
  return { type, piece: index as PieceIndex, begin, length };
}

function piece(payload: Bytes): WireMessage {
  if (payload.length < 9) throw new Violation('length', 'piece');
  const [index = 0, begin = 0] = numbers(payload.subarray(0, 8), 2, 'piece');
  return { type: 'piece', piece: index as PieceIndex, begin, data: payload.subarray(8) };
}
