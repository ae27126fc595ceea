import { encode, utf8 } from '../../src/content/bencode';
import type { Bencoded } from '../../src/content/bencode';
import { base64url, unhex } from '../../src/content/ids';
import type { Bytes, SwarmId } from '../../src/content/ids';
import { webCryptoDigest } from '../../src/content/digest';
import { Merkle } from '../../src/content/merkle';
import type { Segment } from '../../src/content/records';
import { LIVE_GEOMETRY, channelSwarm, liveSegmentOf, readSignedRecord } from '../../src/content/signed-record';
import type { ChannelJwk } from '../../src/content/signed-record';
import { randomBytes } from '../random';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** What a test may say of a segment; all else follows from its number. */
export interface SegmentOptions {
  readonly rendition?: string;
  readonly epoch?: number;
  readonly sizeBytes?: number;
  readonly durationMs?: number;
  readonly atMs?: number;
  /** Lines above the usual ones. */
  readonly above?: readonly string[];
  /** Signed in its place. */
  readonly record?: Readonly<Record<string, Bencoded>>;
}

/** A segment on the air. */
export interface Broadcast {
  readonly segment: Segment;
  readonly bytes: Bytes;
  readonly encoded: Bytes;
}

/** A live channel as its ingest webseed has it: a key, segments of random bytes, signed records and playlists. */
export class Station {
  readonly merkle: Merkle;
  readonly segments: Broadcast[] = [];
  ended = false;

  private constructor(
    readonly title: string,
    readonly jwk: ChannelJwk,
    readonly swarm: SwarmId,
    private readonly key: CryptoKey,
    private readonly random: () => number,
    readonly renditions: readonly string[],
  ) {
    const digest = webCryptoDigest();
    if (digest === null) throw new Error('this test needs WebCrypto');
    this.merkle = new Merkle(digest, LIVE_GEOMETRY);
  }

  static async make(random: () => number, title = 'demo/news', renditions: readonly string[] = ['240p', '480p']): Promise<Station> {
    const { publicKey, privateKey } = await crypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
    const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
    const jwk = { kty, crv, x, y };
    return new Station(title, jwk, await channelSwarm(title, jwk), privateKey, random, renditions);
  }

  /** Signs a segment that nobody is told of. */
  async make(number: number, options: SegmentOptions = {}): Promise<Broadcast> {
    const signed = await this.signed(number, options);
    return { ...signed, segment: liveSegmentOf(readSignedRecord(signed.encoded), Math.max(0, this.renditions.indexOf(options.rendition ?? '480p'))) };
  }

  /** The same, of a segment that need not be one. */
  async signed(number: number, options: SegmentOptions = {}): Promise<Omit<Broadcast, 'segment'>> {
    const { rendition = '480p', epoch = 0, sizeBytes = 150_000, durationMs = 2_000, atMs = (number - 1) * 2_000, above = [], record = {} } = options;
    const bytes = randomBytes(this.random, sizeBytes);
    const { pieceHashes, root } = await this.merkle.segment(bytes);
    const name = `${epoch}-${number}.m4s`;
    const lines = [...above, `#EXT-X-PROGRAM-DATE-TIME:${new Date(1_790_000_000_000 + atMs).toISOString()}`, `#EXTINF:${(durationMs / 1_000).toFixed(3)},`, name].join('\n');
    const fields = { duration: durationMs, epoch, lines: utf8(lines), number, part: 0, rendition: utf8(rendition), root: unhex(root), size: sizeBytes, uri: utf8(`${rendition}/${name}`), ...record };
    const hashes = pieceHashes.length === 1 ? new Uint8Array(0) : Uint8Array.from(pieceHashes.flatMap((hash) => [...hash]));
    return { bytes, encoded: await this.sign(atMs, dictionary(fields), hashes) };
  }

  /** Puts a segment on the air. */
  async publish(number: number, options: SegmentOptions = {}): Promise<Broadcast> {
    const made = await this.make(number, options);
    this.segments.push(made);
    return made;
  }

  /** Signs a record that says anything. */
  async sign(atMs: number, record: Bencoded, hashes: Bytes): Promise<Bytes> {
    const signed = encode(dictionary({ at: atMs, record, swarm: unhex(this.swarm) }));
    const signature = new Uint8Array(await crypto.subtle.sign(ES256, this.key, signed));
    return encode(dictionary({ at: atMs, hashes, record, signature }));
  }

  /** The playlist of a rendition with its newest `window` segments, as docs/PROTOCOL.md §2.5 has it. */
  playlist(rendition = '480p', window = 10): string {
    const all = this.segments.filter(({ segment }) => segment.rendition === rendition);
    const shown = all.slice(-window);
    const before = all.slice(0, all.length - shown.length).flatMap(({ segment }) => segment.lines.split('\n'));
    const [first] = shown;
    const map = first?.segment.lines.includes('#EXT-X-MAP:') === true ? undefined : before.filter((line) => line.startsWith('#EXT-X-MAP:')).at(-1);
    return [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:2',
      `#EXT-X-MEDIA-SEQUENCE:${first?.segment.number ?? 0}`,
      `#EXT-X-DISCONTINUITY-SEQUENCE:${before.filter((line) => line === '#EXT-X-DISCONTINUITY').length}`,
      '#EXT-X-INDEPENDENT-SEGMENTS',
      ...(map === undefined ? [] : [map]),
      ...shown.flatMap(({ segment, encoded }, i) => [...(i >= shown.length - 12 ? [`#EXT-X-CORDWOOD-RECORD:${base64url(encoded)}`] : []), ...segment.lines.split('\n')]),
      ...(this.ended ? ['#EXT-X-ENDLIST'] : []),
      '',
    ].join('\n');
  }

  /** The file at a uri of the title, or `null`. */
  file(uri: string): Bytes | null {
    const playlist = /^([^/]+)\/index\.m3u8$/.exec(uri)?.[1];
    if (playlist !== undefined) return utf8(this.playlist(playlist));
    return this.segments.find(({ segment }) => segment.uri === uri)?.bytes ?? null;
  }
}

/** A bencoded dictionary of these fields. */
export function dictionary(fields: Readonly<Record<string, Bencoded>>): Bencoded {
  return new Map(Object.entries(fields));
}
