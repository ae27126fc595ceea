import { unhex } from '../content/ids';
import type { Bytes } from '../content/ids';
import { ID } from './messages';
import type { Handshake, WireMessage } from './messages';

/** Messages a viewer writes; each becomes one write. Of a piece's index the wire has the lower 32 bits, which only a live channel's are longer than. */
export type Writable = Exclude<WireMessage, { type: 'ignored' }>;

/** Writes BEP 3's handshake; the v2 bit is never set. */
export function encodeHandshake(handshake: Omit<Handshake, 'type'>): Bytes {
  const bytes = new Uint8Array(68);
  bytes[0] = 19;
  bytes.set(new TextEncoder().encode('BitTorrent protocol'), 1);
  if (handshake.extended) bytes[25] = 0x10;
  if (handshake.fast) bytes[27] = 0x04;
  bytes.set(unhex(handshake.swarm), 28);
  bytes.set(unhex(handshake.peer), 48);
  return bytes;
}

/** Writes a message with its length prefix. */
export function encodeMessage(message: Writable): Bytes {
  switch (message.type) {
    case 'keep alive':
      return new Uint8Array(4);
    case 'choke':
      return frame(ID.choke);
    case 'unchoke':
      return frame(ID.unchoke);
    case 'interested':
      return frame(ID.interested);
    case 'not interested':
      return frame(ID.notInterested);
    case 'have all':
      return frame(ID.haveAll);
    case 'have none':
      return frame(ID.haveNone);
    case 'have':
      return frame(ID.have, [message.piece]);
    case 'allowed fast':
      return frame(ID.allowedFast, [message.piece]);
    case 'bitfield':
      return frame(ID.bitfield, [], message.bits);
    case 'request':
      return frame(ID.request, [message.piece, message.begin, message.length]);
    case 'cancel':
      return frame(ID.cancel, [message.piece, message.begin, message.length]);
    case 'reject':
      return frame(ID.reject, [message.piece, message.begin, message.length]);
    case 'piece':
      return frame(ID.piece, [message.piece, message.begin], message.data);
    case 'extended':
      return extended(message.id, message.payload);
  }
}

function frame(id: number, numbers: readonly number[] = [], tail: Uint8Array = new Uint8Array(0)): Bytes {
  const bytes = new Uint8Array(5 + 4 * numbers.length + tail.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length - 4);
  bytes[4] = id;
  numbers.forEach((number, i) => {
    view.setUint32(5 + 4 * i, number);
  });
  bytes.set(tail, 5 + 4 * numbers.length);
  return bytes;
}

function extended(id: number, payload: Uint8Array): Bytes {
  const body = new Uint8Array(1 + payload.length);
  body[0] = id;
  body.set(payload, 1);
  return frame(ID.extended, [], body);
}
