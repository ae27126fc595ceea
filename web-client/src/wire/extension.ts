import { BencodeError, decode, decodePrefix, encode, text, utf8 } from '../content/bencode';
import type { Bencoded } from '../content/bencode';
import type { Bytes, PieceIndex } from '../content/ids';
import { BITMAP_MOST_BYTES, SIGNED_MOST_BYTES, isLiveNumber } from '../content/live-pieces';
import { LIMITS, Violation } from './messages';

/** The id under which this program takes `cordwood` messages (BEP 10). */
export const OUR_ID = 1;
/** The id under which it takes `lt_donthave` (BEP 54). */
export const DONT_HAVE_ID = 2;

/** What a peer says of itself in the extended handshake. */
export interface Introduction {
  /** The id under which it takes `cordwood` messages; `null` when it speaks none. */
  readonly cordwoodId: number | null;
  /** The id under which it takes `lt_donthave` (BEP 54); `null` when it does not. */
  readonly dontHaveId: number | null;
  /** Requests it takes at once. */
  readonly requests: number;
  readonly ticket: string | null;
}

/** Where a peer's player is. */
export interface PeerState {
  readonly playheadMs: number;
  readonly rendition: string;
  readonly uploading: boolean;
}

/** A live segment's signed record; not yet read. */
export interface RecordMessage {
  readonly type: 'segment';
  readonly record: Bytes;
}

/** Which pieces of a live segment a peer has: the high bit of the first byte is the first. */
export interface HeldMessage {
  readonly type: 'held';
  readonly number: number;
  readonly rendition: string;
  readonly bitmap: Bytes;
}

/** Writes the extended handshake of docs/PROTOCOL.md §6. */
export function encodeIntroduction(ticket: string): Bytes {
  return encode(
    new Map<string, Bencoded>([
      ['cordwood', new Map<string, Bencoded>([['ticket', utf8(ticket)], ['version', 1]])],
      ['m', new Map<string, Bencoded>([['cordwood', OUR_ID], ['lt_donthave', DONT_HAVE_ID]])],
      ['reqq', LIMITS.requests],
      ['v', utf8('Cordwood 0.1')],
    ]),
  );
}

/** Reads an extended handshake; keys that are not known are ignored. */
export function decodeIntroduction(payload: Uint8Array): Introduction {
  const map = dictionary(read(() => decodePrefix(payload).value));
  const messages = map.get('m');
  const ours = map.get('cordwood');
  const ticket = ours instanceof Map ? (ours as ReadonlyMap<string, Bencoded>).get('ticket') : undefined;
  const requests = map.get('reqq');
  return {
    cordwoodId: idOf(messages, 'cordwood'),
    dontHaveId: idOf(messages, 'lt_donthave'),
    requests: typeof requests === 'number' && requests > 0 ? Math.min(requests, LIMITS.requests) : LIMITS.requests,
    ticket: ticket instanceof Uint8Array ? read(() => text(ticket)) : null,
  };
}

function idOf(messages: Bencoded | undefined, name: string): number | null {
  const id = messages instanceof Map ? (messages as ReadonlyMap<string, Bencoded>).get(name) : undefined;
  return typeof id === 'number' && id > 0 && id < 256 ? id : null;
}

/** Writes the payload of `lt_donthave` (BEP 54): the lower 32 bits of a piece's index. */
export function encodeDontHave(piece: PieceIndex): Bytes {
  const payload = new Uint8Array(4);
  new DataView(payload.buffer).setUint32(0, piece);
  return payload;
}

/** Reads the payload of `lt_donthave`: an index as it is on the wire. */
export function decodeDontHave(payload: Uint8Array): PieceIndex {
  if (payload.length !== 4) throw new Violation('length', 'lt_donthave');
  return new DataView(payload.buffer, payload.byteOffset, 4).getUint32(0) as PieceIndex;
}

/** Writes a `cordwood` state message. */
export function encodeState(state: PeerState): Bytes {
  return encode(
    new Map<string, Bencoded>([
      ['playhead ms', Math.max(0, Math.round(state.playheadMs))],
      ['rendition', utf8(state.rendition)],
      ['type', utf8('state')],
      ['uploading', state.uploading ? 1 : 0],
    ]),
  );
}

/** Writes a `cordwood` message that carries a signed record. */
export function encodeRecord(record: Bytes): Bytes {
  return encode(new Map<string, Bencoded>([['record', record], ['type', utf8('segment')]]));
}

/** Writes a `cordwood` message that tells what of a live segment is held. */
export function encodeHeld({ number, rendition, bitmap }: Omit<HeldMessage, 'type'>): Bytes {
  return encode(new Map<string, Bencoded>([['bitmap', bitmap], ['number', number], ['rendition', utf8(rendition)], ['type', utf8('held')]]));
}

/** A `cordwood` message. */
export type CordwoodMessage = { readonly type: 'state'; readonly state: PeerState } | RecordMessage | HeldMessage;

/** Reads a `cordwood` message; `null` for a type that is not known. */
export function decodeCordwood(payload: Uint8Array): CordwoodMessage | null {
  const map = dictionary(read(() => decode(payload)));
  const type = map.get('type');
  switch (type instanceof Uint8Array ? read(() => text(type)) : '') {
    case 'state':
      return { type: 'state', state: stateOf(map) };
    case 'segment':
      return recordOf(map);
    case 'held':
      return heldOf(map);
    default:
      return null;
  }
}

function stateOf(map: ReadonlyMap<string, Bencoded>): PeerState {
  const playheadMs = map.get('playhead ms');
  const uploading = map.get('uploading');
  if (typeof playheadMs !== 'number' || playheadMs < 0) throw new Violation('extension', 'state');
  return { playheadMs, rendition: renditionOf(map), uploading: uploading === 1 };
}

function recordOf(map: ReadonlyMap<string, Bencoded>): RecordMessage {
  const record = map.get('record');
  if (!(record instanceof Uint8Array) || record.length > SIGNED_MOST_BYTES) throw new Violation('extension', 'segment');
  return { type: 'segment', record };
}

function heldOf(map: ReadonlyMap<string, Bencoded>): HeldMessage {
  const number = map.get('number');
  const bitmap = map.get('bitmap');
  const fits = bitmap instanceof Uint8Array && bitmap.length <= BITMAP_MOST_BYTES;
  if (typeof number !== 'number' || !isLiveNumber(number) || !fits) throw new Violation('extension', 'held');
  return { type: 'held', number, rendition: renditionOf(map), bitmap };
}

function renditionOf(map: ReadonlyMap<string, Bencoded>): string {
  const rendition = map.get('rendition');
  if (!(rendition instanceof Uint8Array) || rendition.length > 32) throw new Violation('extension', 'rendition');
  return read(() => text(rendition));
}

function dictionary(value: Bencoded): ReadonlyMap<string, Bencoded> {
  if (!(value instanceof Map)) throw new Violation('extension', 'not a dictionary');
  return value as ReadonlyMap<string, Bencoded>;
}

function read<T>(decoder: () => T): T {
  try {
    return decoder();
  } catch (error) {
    if (error instanceof BencodeError) throw new Violation('extension', error.message);
    throw error;
  }
}
