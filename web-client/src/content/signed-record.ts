import { decode, encode, utf8 } from './bencode';
import type { Bencoded } from './bencode';
import { dictionary, integer, raw } from './fields';
import { Geometry } from './geometry';
import { ContentError, hex, unbase64url, unhex } from './ids';
import type { Bytes, SwarmId } from './ids';
import { LIVE_PIECE_BYTES, SIGNED_MOST_BYTES, isLiveNumber, livePiece } from './live-pieces';
import { RECORD_KEYS, recordFields } from './records';
import type { RecordFields, Segment } from './records';

/** A P-256 public key as a JSON Web Key (RFC 7518 §6.2). */
export interface ChannelJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

/** A live segment's record as its channel's key signed it (docs/PROTOCOL.md §2.5); whether that is so has yet to be checked. */
export interface SignedRecord {
  readonly fields: RecordFields;
  /** From the channel's beginning to where the segment begins. */
  readonly atMs: number;
  /** Piece hashes one after the other, empty for a segment of one piece. */
  readonly hashes: Bytes;
  readonly signature: Bytes;
  /** The record within, as it is signed. */
  readonly record: Bencoded;
  /** All of it, as it travels. */
  readonly encoded: Bytes;
}

const HASH_BYTES = 32;
const PIECES_MOST = 512;
const COORDINATE_BYTES = 32;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** How every live segment is cut. */
export const LIVE_GEOMETRY = new Geometry(LIVE_PIECE_BYTES);

/** Reads a signed record; throws a {@link ContentError} or BencodeError when anything is not as docs/PROTOCOL.md §2.5 says. */
export function readSignedRecord(bytes: Uint8Array): SignedRecord {
  if (bytes.length > SIGNED_MOST_BYTES) throw new ContentError(`a signed record of ${bytes.length} bytes`);
  const outer = dictionary(decode(bytes), ['at', 'hashes', 'record', 'signature']);
  const record = dictionary(outer.get('record'), RECORD_KEYS);
  const hashes = outer.get('hashes');
  const fields = recordFields(record, LIVE_GEOMETRY);
  if (!isLiveNumber(fields.number) || fields.rendition === '') throw new ContentError(`a live segment numbered ${fields.number}`);
  if (fields.pieces > PIECES_MOST) throw new ContentError(`a live segment of ${fields.sizeBytes} bytes`);
  const expected = fields.pieces === 1 ? 0 : fields.pieces * HASH_BYTES;
  if (!(hashes instanceof Uint8Array) || hashes.length !== expected) throw new ContentError(`hashes must be ${expected} bytes`);
  return {
    fields,
    atMs: integer(outer, 'at', 0, Number.MAX_SAFE_INTEGER),
    hashes: new Uint8Array(hashes),
    signature: new Uint8Array(raw(outer, 'signature', 64)),
    record,
    encoded: new Uint8Array(bytes),
  };
}

/** The segment of a record whose rendition has this place in the title. */
export function liveSegmentOf({ fields, atMs }: SignedRecord, rendition: number): Segment {
  return { ...fields, startMs: atMs, firstPiece: livePiece(fields.number, rendition, 0), hashesAt: 0 };
}

/** The name of a channel's swarm: SHA-1 over its title, `owner/slug`, and its key. Throws a {@link ContentError} for a key that is none. */
export async function channelSwarm(title: string, key: ChannelJwk): Promise<SwarmId> {
  const point = Uint8Array.of(4, ...coordinate(key.x), ...coordinate(key.y));
  const named = encode(new Map<string, Bencoded>([['channel', utf8(title)], ['key', point]]));
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-1', named))) as SwarmId;
}

function coordinate(text: string): Bytes {
  const bytes = unbase64url(text);
  if (bytes.length !== COORDINATE_BYTES) throw new ContentError('a key of P-256 has coordinates of 32 bytes');
  return bytes;
}

/** What checks the signatures of one channel. */
export class ChannelKey {
  private constructor(
    private readonly key: CryptoKey,
    private readonly swarm: Bytes,
  ) {}

  /** Resolves to `null` when it is no key of P-256, or the swarm is another key's or title's. */
  static async of(title: string, jwk: ChannelJwk, swarm: SwarmId): Promise<ChannelKey | null> {
    try {
      if ((await channelSwarm(title, jwk)) !== swarm) return null;
      const { kty, crv, x, y } = jwk;
      return new ChannelKey(await crypto.subtle.importKey('jwk', { kty, crv, x, y }, ALGORITHM, false, ['verify']), unhex(swarm));
    } catch {
      return null;
    }
  }

  /** Whether this channel's key signed the record for this swarm (ES256, RFC 7518 §3.4). Never rejects. */
  async signed({ atMs, record, signature }: SignedRecord): Promise<boolean> {
    const text = encode(new Map<string, Bencoded>([['at', atMs], ['record', record], ['swarm', this.swarm]]));
    return crypto.subtle.verify(ALGORITHM, this.key, signature, text).catch(() => false);
  }
}
