import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Catalogue } from '../../src/content/catalogue';
import { BLOCK_BYTES, Geometry } from '../../src/content/geometry';
import type { PieceInSegment } from '../../src/content/ids';
import { webCryptoDigest } from '../../src/content/digest';
import { Merkle } from '../../src/content/merkle';
import { Store } from '../../src/content/store';
import { Counters } from '../../src/engine/counters';
import { Downloads } from '../../src/engine/downloads';
import { Fetches } from '../../src/engine/fetches';
import { Webseeds } from '../../src/engine/webseeds';
import type { SegmentWork } from '../../src/engine/work';
import { PIECES, neighbour, segment } from '../schedule/scene';
import { serve } from '../server';
import type { TestServer } from '../server';

const geometry = new Geometry(32_768);
/** Of this one the webseed sends a byte at once, and no more; all others wait. */
const BEGUN = 6;

let server: TestServer;
let abort: AbortController;
let now: number;
let asked: number;
let ranges: (string | undefined)[];
/** Answers that have not begun. */
let waiting: ServerResponse[];
/** Pieces of which a webseed brought blocks that peers were asked for as well. */
let brought: PieceInSegment[];
let counters: Counters;
let webseeds: Webseeds;
let downloads: Downloads;
let fetches: Fetches;

beforeEach(async () => {
  const digest = webCryptoDigest();
  if (digest === null) throw new Error('this test needs WebCrypto');
  now = 0;
  asked = 0;
  ranges = [];
  waiting = [];
  brought = [];
  abort = new AbortController();
  server = await serve((request, response) => {
    asked++;
    ranges.push(request.headers.range);
    waiting.push(response);
    if (request.url?.startsWith(`/${segment(BEGUN).uri}`) === true) response.writeHead(200, { 'Content-Length': segment(BEGUN).sizeBytes }).write('x');
  });
  webseeds = new Webseeds(server.base);
  counters = new Counters();
  const merkle = new Merkle(digest, geometry);
  downloads = new Downloads(geometry, merkle, new Store(1e7), counters, { now: () => now, spare: () => 0, verified: () => undefined, evicted: () => undefined, lied: () => undefined, webseedWrong: () => undefined, again: () => undefined });
  const port = { now: () => now, random: () => 1, wake: () => undefined, webseedFailed: () => undefined };
  fetches = new Fetches({ geometry, catalogue: new Catalogue(), merkle, downloads, webseeds, counters, signal: abort.signal, port, brought: (piece) => brought.push(piece.piece) });
});

afterEach(async () => {
  abort.abort();
  await server.close();
});

/** Asks for a whole segment, and returns once the webseed has been asked. */
async function begin(i: number): Promise<SegmentWork> {
  const work = downloads.want(segment(i));
  if (work === null) throw new Error('the segment is held');
  fetches.begin(work, 0 as PieceInSegment, PIECES, 'soon');
  await expect.poll(() => asked).toBe(1);
  return work;
}

test('what waits at a webseed for a second is left to peers who bring it, and is no failure of the webseed', async () => {
  const work = await begin(5);
  now = 999;
  fetches.leaveQueues([neighbour(1, [5])], 0);
  await Promise.resolve();
  expect(work.pieces.every(({ busy }) => busy)).toBe(true);
  now = 1_000;
  fetches.leaveQueues([neighbour(1, [5])], 0);
  await expect.poll(() => webseeds.freeSlots(now)).toBe(2);
  expect(work.pieces.some(({ busy }) => busy)).toBe(false);
  expect([webseeds.alive, webseeds.measuredSegmentMs]).toEqual([true, 1_000]);
});

test('what no peer holds goes on waiting', async () => {
  const work = await begin(5);
  now = 5_000;
  const half = neighbour(1, [], { has: (index) => index === work.pieces[0]?.index });
  fetches.leaveQueues([half, neighbour(2, [5], { askable: false })], 0);
  await Promise.resolve();
  expect([work.pieces.every(({ busy }) => busy), webseeds.measuredSegmentMs]).toEqual([true, 0]);
});

test('what the webseed has begun to send goes on', async () => {
  const work = await begin(BEGUN);
  await expect.poll(() => counters.bytesFromWebseeds).toBe(1);
  now = 5_000;
  fetches.leaveQueues([neighbour(1, [BEGUN])], 0);
  await Promise.resolve();
  expect([work.pieces.every(({ busy }) => busy), webseeds.measuredSegmentMs]).toEqual([true, 0]);
});

test('of a piece of which blocks came from peers a webseed is asked for the rest, of one in dispute for all', async () => {
  const work = downloads.want(segment(5));
  if (work === null) throw new Error('the segment is held');
  work.hashes = [];
  const block = new Uint8Array(BLOCK_BYTES);
  for (const piece of [0, 2]) downloads.block(work, piece as PieceInSegment, 0, block, neighbour(1, []).id);
  downloads.block(work, 3 as PieceInSegment, BLOCK_BYTES, block, neighbour(1, []).id);
  const ask = async (from: number, pieces: number): Promise<string | undefined> => {
    const before = asked;
    fetches.begin(work, from as PieceInSegment, pieces, 'now');
    await expect.poll(() => asked).toBe(before + 1);
    return ranges.at(-1);
  };
  expect(await ask(0, 2)).toBe('bytes=16384-65535');
  expect([work.pieces[0]?.gap, work.pieces[0]?.missingBytes]).toEqual([{ start: BLOCK_BYTES, end: 2 * BLOCK_BYTES }, BLOCK_BYTES]);
  expect(await ask(3, 1)).toBe('bytes=98304-114687');
  work.pieces[2]?.dispute();
  expect(await ask(2, 1)).toBe('bytes=65536-98303');
});

describe('what waits at a webseed', () => {
  const block = new Uint8Array(BLOCK_BYTES);
  const from = neighbour(1, []).id;
  const queued = (work: SegmentWork): boolean[] => work.pieces.map((piece) => piece.queued);
  /** Checked by hashes that nothing has. */
  const checkable = async (i: number): Promise<SegmentWork> => {
    const work = await begin(i);
    work.hashes = Array.from({ length: PIECES }, () => new Uint8Array(32));
    return work;
  };

  test('is asked of peers as well once the answer is 120 ms late, and what they bring is kept', async () => {
    const work = await checkable(5);
    now = 249;
    fetches.leaveQueues([], 0);
    expect([queued(work), downloads.block(work, 0 as PieceInSegment, 0, block, from)]).toEqual([[false, false, false, false], false]);
    now = 250;
    fetches.leaveQueues([], 0);
    expect([queued(work), downloads.block(work, 0 as PieceInSegment, 0, block, from)]).toEqual([[true, true, true, true], true]);
    expect(work.pieces.every(({ busy }) => busy)).toBe(true);
  });

  test('is not asked of others by a page that comes late to what it is to do: its answer may be here', async () => {
    const work = await checkable(5);
    now = 449;
    fetches.leaveQueues([], 100);
    expect(queued(work)).toEqual([false, false, false, false]);
    now = 450;
    fetches.leaveQueues([], 100);
    expect(queued(work)).toEqual([true, true, true, true]);
  });

  test('is asked of nobody else when it cannot be checked piece by piece, or nobody knows who lied', async () => {
    const unknown = await begin(5);
    now = 1_000;
    fetches.leaveQueues([], 0);
    expect(queued(unknown)).toEqual([false, false, false, false]);
    unknown.hashes = [];
    unknown.pieces[2]?.dispute();
    fetches.leaveQueues([], 0);
    expect(queued(unknown)).toEqual([true, true, false, true]);
  });

  test('is given up when peers have brought all of it', async () => {
    const work = await checkable(5);
    now = 250;
    fetches.leaveQueues([], 0);
    for (const { piece } of work.pieces) for (const begin of [0, BLOCK_BYTES]) downloads.block(work, piece, begin, block, from);
    expect(work.pieces.map(({ state }) => state)).toEqual(['checking', 'checking', 'checking', 'checking']);
    now = 300;
    fetches.leaveQueues([], 0);
    await expect.poll(() => webseeds.freeSlots(now)).toBe(2);
    expect([webseeds.alive, webseeds.measuredSegmentMs]).toEqual([true, 300]);
  });

  test('is asked of peers no more once the webseed begins, and what they were asked for is taken', async () => {
    const work = await checkable(5);
    now = 500;
    fetches.leaveQueues([], 0);
    expect(queued(work)).toEqual([true, true, true, true]);
    waiting[0]?.writeHead(200, { 'Content-Length': segment(5).sizeBytes }).write(Buffer.alloc(BLOCK_BYTES + 5));
    await expect.poll(() => counters.bytesFromWebseeds).toBe(BLOCK_BYTES + 5);
    expect([queued(work), work.pieces[0]?.missingBytes]).toEqual([[false, false, false, false], BLOCK_BYTES - 5]);
    expect([0, BLOCK_BYTES].map((begin) => downloads.block(work, 0 as PieceInSegment, begin, block, from))).toEqual([false, true]);
    expect([work.pieces[0]?.missingBytes, work.pieces[0]?.bytesFromPeers]).toEqual([0, BLOCK_BYTES]);
  });

  test('and peers brought with a wrong byte is not mixed with what that request still sends when another one fetches it anew', async () => {
    const work = await checkable(5);
    now = 500;
    fetches.leaveQueues([], 0);
    waiting[0]?.writeHead(200, { 'Content-Length': segment(5).sizeBytes }).write(Buffer.alloc(5, 1));
    await expect.poll(() => counters.bytesFromWebseeds).toBe(5);
    const [piece] = work.pieces;
    for (const begin of [0, BLOCK_BYTES]) downloads.block(work, 0 as PieceInSegment, begin, block, from);
    await expect.poll(() => piece?.state).toBe('open');
    fetches.begin(work, 0 as PieceInSegment, 1, 'now');
    await expect.poll(() => asked).toBe(2);
    waiting[0]?.write(Buffer.alloc(BLOCK_BYTES, 1));
    await expect.poll(() => counters.bytesFromWebseeds).toBe(BLOCK_BYTES + 5);
    expect([piece?.state, piece?.missingBytes]).toEqual(['fetching', 2 * BLOCK_BYTES]);
    abort.abort();
  });

  test('and was asked of peers as well is taken back from them block by block as it comes', async () => {
    const work = await checkable(5);
    now = 500;
    fetches.leaveQueues([], 0);
    waiting[0]?.writeHead(200, { 'Content-Length': segment(5).sizeBytes }).write(Buffer.alloc(BLOCK_BYTES));
    await expect.poll(() => brought).toContain(0);
    expect(work.pieces[0]?.blocks.map(({ here }) => here)).toEqual([true, false]);
  });
});
