declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Bytes that this page owns; never backed by shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A swarm, 40 lower-case hex digits. */
export type SwarmId = Brand<string, 'swarm'>;
/** A peer, 40 lower-case hex digits, given by a node. */
export type PeerId = Brand<string, 'peer'>;
/** BEP 52 pieces root of a segment, 64 lower-case hex digits. */
export type Root = Brand<string, 'root'>;
/** Index of a piece in the torrent; made by the geometry and by range-checked wire messages only. */
export type PieceIndex = Brand<number, 'piece index'>;
/** Index of a piece within its segment. */
export type PieceInSegment = Brand<number, 'piece in segment'>;

/** Something does not have the form that docs/PROTOCOL.md asks for. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
}

/** Throws a {@link ContentError} unless `text` is 40 lower-case hex digits. */
export function swarmId(text: string): SwarmId {
  return checkedHex(text, 40, 'swarm') as SwarmId;
}

/** Throws a {@link ContentError} unless `text` is 40 lower-case hex digits. */
export function peerId(text: string): PeerId {
  return checkedHex(text, 40, 'peer id') as PeerId;
}

/** Throws a {@link ContentError} unless `text` is 64 lower-case hex digits. */
export function root(text: string): Root {
  return checkedHex(text, 64, 'root') as Root;
}

function checkedHex(text: string, length: number, what: string): string {
  if (text.length !== length || !/^[0-9a-f]*$/.test(text)) {
    throw new ContentError(`${what} must be ${length} lower-case hex digits`);
  }
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex digits of `bytes`. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/** Bytes of an even number of hex digits. */
export function unhex(text: string): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new ContentError('not hex digits');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Base64url (RFC 4648 §5) without padding. */
export function base64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Reads base64url (RFC 4648 §5) without padding. */
export function unbase64url(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new ContentError('not base64url');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Whether both hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
