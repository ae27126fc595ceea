import { describe, expect, test } from 'vitest';
import { encode } from '../../src/content/bencode';
import type { Bencoded } from '../../src/content/bencode';
import { base64url, hex, unhex } from '../../src/content/ids';
import { liveIndex, livePiece } from '../../src/content/live-pieces';
import { webCryptoDigest } from '../../src/content/digest';
import { Merkle } from '../../src/content/merkle';
import { ChannelKey, LIVE_GEOMETRY, channelSwarm, readSignedRecord } from '../../src/content/signed-record';
import type { ChannelJwk, SignedRecord } from '../../src/content/signed-record';
import { vectorFile } from '../vectors';
import type { Vector } from '../vectors';

type Names = { readonly title: string; readonly key: string };
interface LiveVectors {
  readonly channels: readonly Vector<Names, { readonly swarm?: string; readonly x?: string; readonly y?: string }>[];
  readonly pieces: readonly Vector<{ readonly number: number; readonly rendition: number; readonly piece: number; readonly near: number }, { readonly index: number }>[];
  readonly cases: readonly Vector<Names & { readonly record: string }, { readonly at?: number; readonly hashes?: readonly string[]; readonly record?: object; readonly error?: string }>[];
}

const { channels, pieces, cases } = vectorFile<LiveVectors>('live');
const digest = webCryptoDigest();
if (digest === null) throw new Error('this test needs WebCrypto');
const merkle = new Merkle(digest, LIVE_GEOMETRY);

/** A key as its point is written; a join answer has it as a JWK. */
function jwk(point: string): ChannelJwk {
  if (!point.startsWith('04')) throw new Error('not an uncompressed point');
  const bytes = unhex(point).subarray(1);
  return { kty: 'EC', crv: 'P-256', x: base64url(bytes.subarray(0, 32)), y: base64url(bytes.subarray(32)) };
}

/** The record and the hashes of its pieces, as far as anything is believed of it. */
async function believed({ title, key, record }: Names & { readonly record: string }): Promise<{ readonly signed: SignedRecord; readonly hashes: readonly string[] }> {
  const signed = readSignedRecord(unhex(record));
  const { root, pieces: count } = signed.fields;
  const hashes = count === 1 ? [root] : (merkle.listed(signed.hashes, root, count) ?? []).map(hex);
  const channel = await ChannelKey.of(title, jwk(key), await channelSwarm(title, jwk(key)));
  if (hashes.length === 0 || (await channel?.signed(signed)) !== true) throw new Error('not what the channel signed');
  return { signed, hashes };
}

describe('the vectors of live channels', () => {
  test.each(channels)('$name', async ({ input: { title, key }, expect: { swarm, x, y } }) => {
    const opened = async () => {
      const channel = jwk(key);
      const name = await channelSwarm(title, channel);
      if ((await ChannelKey.of(title, channel, name)) === null) throw new Error('not a key');
      return { name, x: channel.x, y: channel.y };
    };
    if (swarm === undefined) await expect(opened()).rejects.toThrow();
    else expect(await opened()).toEqual({ name: swarm, x, y });
  });

  test.each(pieces)('a piece: $name', ({ input: { number, rendition, piece, near }, expect: { index } }) => {
    const whole = livePiece(number, rendition, piece);
    expect([whole % 2 ** 32, liveIndex(index, near)]).toEqual([index, whole]);
  });

  test.each(cases)('a record: $name', async ({ input, expect: { at, hashes, record } }) => {
    if (record === undefined) {
      await expect(believed(input)).rejects.toThrow();
      return;
    }
    const { signed, hashes: found } = await believed(input);
    const { durationMs, epoch, lines, number, part, rendition, root, sizeBytes: size, uri } = signed.fields;
    expect({ at: signed.atMs, hashes: found, record: { durationMs, epoch, lines, number, part, rendition, root, size, uri } }).toEqual({ at, hashes, record });
    const again = new Map<string, Bencoded>([['at', signed.atMs], ['hashes', signed.hashes], ['record', signed.record], ['signature', signed.signature]]);
    expect([hex(encode(again)), hex(signed.encoded)]).toEqual([input.record, input.record]);
  });
});
