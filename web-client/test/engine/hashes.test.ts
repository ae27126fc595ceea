import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Catalogue } from '../../src/content/catalogue';
import { Geometry } from '../../src/content/geometry';
import { swarmId } from '../../src/content/ids';
import type { Bytes, PeerId } from '../../src/content/ids';
import { webCryptoDigest } from '../../src/content/digest';
import { Merkle } from '../../src/content/merkle';
import type { Segment } from '../../src/content/records';
import { Store } from '../../src/content/store';
import { Counters } from '../../src/engine/counters';
import { Downloads } from '../../src/engine/downloads';
import { Fetches } from '../../src/engine/fetches';
import type { Peer } from '../../src/engine/peer';
import { Webseeds } from '../../src/engine/webseeds';
import { randomBytes, seeded } from '../random';
import { segment } from '../schedule/scene';
import { serve } from '../server';
import type { TestServer } from '../server';

const COUNT = 40;
const geometry = new Geometry(32_768);
const nobody: ReadonlyMap<PeerId, Peer> = new Map();
const random = seeded(5);

let server: TestServer;
let abort: AbortController;
let list: Bytes;
let asked: string[];
let now: number;
let segments: readonly Segment[];
let downloads: Downloads;
let fetches: Fetches;

/** A film whose fourth segment is of one piece and has no hashes. */
function film(merkle: Merkle): { readonly list: Bytes; readonly segments: readonly Segment[] } {
  const all: number[] = [];
  const made = Array.from({ length: COUNT }, (_, i) => {
    const pieces = i === 3 ? 1 : 4;
    const hashes = Array.from({ length: pieces }, () => randomBytes(random, 32));
    const hashesAt = all.length;
    if (pieces > 1) for (const hash of hashes) all.push(...hash);
    return { ...segment(i), pieces, sizeBytes: pieces * 32_768, root: merkle.root(hashes), hashesAt };
  });
  return { list: Uint8Array.from(all), segments: made };
}

beforeEach(async () => {
  const digest = webCryptoDigest();
  if (digest === null) throw new Error('this test needs WebCrypto');
  const merkle = new Merkle(digest, geometry);
  ({ list, segments } = film(merkle));
  asked = [];
  now = 0;
  abort = new AbortController();
  server = await serve((request, response) => {
    const { url = '', headers } = request;
    asked.push(`${url} ${headers.range}`);
    const [start, end] = (/^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []).slice(1).map(Number);
    if (start === undefined || end === undefined || end >= list.length) response.writeHead(416).end();
    else response.writeHead(206, { 'Content-Range': `bytes ${start}-${end}/${list.length}` }).end(list.slice(start, end + 1));
  });
  const webseeds = new Webseeds(server.base);
  const catalogue = new Catalogue();
  catalogue.add({ rendition: '720p', swarm: swarmId('ab'.repeat(20)), geometry, pieces: 4 * COUNT, segments });
  const counters = new Counters();
  downloads = new Downloads(geometry, merkle, new Store(1e7), counters, { now: () => now, spare: () => 0, verified: () => undefined, evicted: () => undefined, lied: () => undefined, webseedWrong: () => undefined, again: () => undefined });
  const port = { now: () => now, random: () => 1, wake: () => undefined, webseedFailed: () => undefined };
  fetches = new Fetches({ geometry, catalogue, merkle, downloads, webseeds, counters, signal: abort.signal, port, brought: () => undefined });
});

afterEach(async () => {
  abort.abort();
  await server.close();
});

const want = (...numbers: number[]) => {
  for (const number of numbers) {
    const one = segments[number - 1];
    if (one !== undefined) downloads.want(one)?.inHorizon(number, now);
  }
};
const known = () => segments.filter(({ root }) => downloads.knowsHashes(root)).map(({ number }) => number);

describe('piece hashes', () => {
  test('of two minutes of film come with one request, and the next when they are wanted', async () => {
    want(1, 2, 3, 4, 5);
    for (let tick = 0; tick < 3; tick++) fetches.hashes(nobody, true);
    await expect.poll(known).toEqual(Array.from({ length: 30 }, (_, i) => i + 1).filter((number) => number !== 4));
    expect(asked).toEqual([`/.cordwood/hashes/720p bytes=0-${29 * 128 - 1}`]);
    want(30, 31);
    fetches.hashes(nobody, true);
    await expect.poll(() => known().length).toBe(COUNT - 1);
    expect(asked.slice(1)).toEqual([`/.cordwood/hashes/720p bytes=${29 * 128}-${39 * 128 - 1}`]);
  });

  test('that are known already are not asked for again: a request ends before them', async () => {
    want(10);
    fetches.hashes(nobody, true);
    await expect.poll(() => known().length).toBe(30);
    want(1);
    fetches.hashes(nobody, true);
    await expect.poll(() => known().length).toBe(38);
    expect(asked[1]).toBe(`/.cordwood/hashes/720p bytes=0-${8 * 128 - 1}`);
  });

  test('that do not fit their record are refused one by one, and asked for again later', async () => {
    const right = list.slice();
    list[129] = (list[129] ?? 0) ^ 1;
    want(1, 2);
    fetches.hashes(nobody, true);
    await expect.poll(() => known().length).toBe(28);
    expect(known()).not.toContain(2);
    list = right;
    fetches.hashes(nobody, true);
    expect(asked).toHaveLength(1);
    now = 2_000;
    fetches.hashes(nobody, true);
    await expect.poll(known).toContain(2);
    expect(asked[1]).toBe('/.cordwood/hashes/720p bytes=128-255');
  });
});
