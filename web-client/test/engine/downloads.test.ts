import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import { BLOCK_BYTES, Geometry } from '../../src/content/geometry';
import { peerId } from '../../src/content/ids';
import type { Bytes, PeerId, PieceInSegment, Root } from '../../src/content/ids';
import { webCryptoDigest } from '../../src/content/digest';
import { Merkle } from '../../src/content/merkle';
import type { Segment } from '../../src/content/records';
import { Store } from '../../src/content/store';
import { Counters } from '../../src/engine/counters';
import type { Deadline } from '../../src/engine/deadline';
import { Downloads } from '../../src/engine/downloads';
import type { SegmentWork } from '../../src/engine/work';
import { randomBytes, seeded } from '../random';
import { segment as sampleSegment } from '../schedule/scene';

const geometry = new Geometry(65_536);
const alice = peerId('aa'.repeat(20));
const mallory = peerId('ee'.repeat(20));
const bytes = randomBytes(seeded(20), 2 * 65_536 + 20_000);
const never = new AbortController().signal;

const NOW: Deadline = { at: () => 0, sinceMs: 0, givenMs: 0 };

/** A webseed's request. */
const RUN = {};

let store: Store;
let counters: Counters;
let downloads: Downloads;
let merkle: Merkle;
let segment: Segment;
let hashes: readonly Bytes[];
let liars: PeerId[];
let offered: number[];
let webseedWrong: number;
let again: number;

beforeEach(async () => {
  const digest = webCryptoDigest();
  if (digest === null) throw new Error('this test needs WebCrypto');
  merkle = new Merkle(digest, geometry);
  const made = await merkle.segment(bytes);
  hashes = made.pieceHashes;
  segment = { ...sampleSegment(0), sizeBytes: bytes.length, pieces: geometry.pieces(bytes.length), root: made.root };
  store = new Store(10_000_000);
  counters = new Counters();
  liars = [];
  offered = [];
  webseedWrong = 0;
  again = 0;
  downloads = new Downloads(geometry, merkle, store, counters, {
    now: () => 0,
    spare: (_, startMs) => startMs,
    verified: (_, piece) => offered.push(piece),
    evicted: () => undefined,
    lied: (peer) => liars.push(peer),
    webseedWrong: () => webseedWrong++,
    again: () => again++,
  });
});

function begin(of: Segment = segment): SegmentWork {
  const work = downloads.want(of);
  if (work === null) throw new Error('everything is held');
  return work;
}

function send(work: SegmentWork, piece: number, from: (block: number) => PeerId, source: Uint8Array = bytes): void {
  const { start, end } = geometry.pieceRange(bytes.length, piece as PieceInSegment);
  for (let at = start; at < end; at += BLOCK_BYTES) {
    downloads.block(work, piece as PieceInSegment, at - start, source.slice(at, Math.min(end, at + BLOCK_BYTES)), from((at - start) / BLOCK_BYTES));
  }
}

function stream(work: SegmentWork, from: number, source: Uint8Array = bytes): void {
  for (const piece of work.pieces) if (piece.piece >= from) piece.fetch(true, RUN);
  const start = geometry.span(from);
  for (let at = start; at < source.length; at += 10_007) downloads.stream(work, source.slice(at, Math.min(source.length, at + 10_007)), at, RUN);
}

function spoiled(at: number): Bytes {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

const settled = (condition: () => boolean) => expect.poll(condition, { interval: 1 }).toBe(true);

test('a segment whose pieces come from peers and a webseed reaches the player whole', async () => {
  const loading = downloads.demand(segment, NOW, never);
  const work = begin();
  downloads.hashesKnown(segment.root, hashes);
  send(work, 1, () => alice);
  stream(work, 2);
  const { start } = geometry.pieceRange(bytes.length, 1 as PieceInSegment);
  send(work, 0, () => alice);
  const loaded = await loading;
  expect(Buffer.from(loaded.data).equals(bytes)).toBe(true);
  expect([loaded.bytesFromPeers, loaded.bytesFromWebseeds]).toEqual([2 * start, bytes.length - 2 * start]);
  await settled(() => offered.length === 3);
  expect([counters.bytesFromPeers, downloads.all]).toEqual([2 * start, []]);
});

test('what is missing of a segment shrinks with every byte that came, from whomever', () => {
  const work = begin();
  expect(work.missingBytes).toBe(bytes.length);
  downloads.block(work, 0 as PieceInSegment, 0, bytes.slice(0, BLOCK_BYTES), alice);
  work.pieces[1]?.fetch(true, RUN);
  downloads.stream(work, bytes.slice(65_536, 65_536 + 10_000), 65_536, RUN);
  expect(work.missingBytes).toBe(bytes.length - BLOCK_BYTES - 10_000);
  send(work, 2, () => alice);
  expect(work.missingBytes).toBe(2 * 65_536 - BLOCK_BYTES - 10_000);
});

test('a wrong byte of a peer is neither kept, offered nor shown, and the peer is named', async () => {
  const loading = downloads.demand(segment, NOW, never);
  const work = begin();
  downloads.hashesKnown(segment.root, hashes);
  send(work, 0, () => mallory, spoiled(5));
  await settled(() => counters.badPieces === 1);
  expect([store.has(segment.root, 0 as PieceInSegment), offered, liars, again]).toEqual([false, [], [mallory], 1]);
  stream(work, 0);
  expect(Buffer.from((await loading).data).equals(bytes)).toBe(true);
});

test('the film’s own bytes in another place are as wrong as any (row 17)', async () => {
  const work = begin();
  downloads.hashesKnown(segment.root, hashes);
  const length = geometry.span(1);
  const swapped = bytes.slice();
  swapped.set(bytes.subarray(length, 2 * length));
  send(work, 0, () => mallory, swapped);
  await settled(() => counters.badPieces === 1);
  expect([store.has(segment.root, 0 as PieceInSegment), offered, liars]).toEqual([false, [], [mallory]]);
});

test('of several authors of a wrong piece only the liar is named, once a right one is there', async () => {
  const work = begin();
  downloads.hashesKnown(segment.root, hashes);
  send(work, 0, (block) => (block === 2 ? mallory : alice), spoiled(2 * BLOCK_BYTES + 9));
  await settled(() => counters.badPieces === 1);
  expect([liars, work.pieces[0]?.disputed]).toEqual([[], true]);
  stream(work, 0);
  await settled(() => liars.length > 0);
  expect(liars).toEqual([mallory]);
});

describe('a piece of which some blocks came from a peer', () => {
  /** A webseed sends what is missing of the first piece, as far as `end`. */
  const rest = (work: SegmentWork, end: number): void => {
    work.pieces[0]?.fetch(false, RUN);
    for (let at = BLOCK_BYTES; at < end; at += 9_999) downloads.stream(work, bytes.slice(at, Math.min(end, at + 9_999)), at, RUN);
  };
  const first = (work: SegmentWork, source: Uint8Array, from: PeerId): boolean => downloads.block(work, 0 as PieceInSegment, 0, source.slice(0, BLOCK_BYTES), from);

  test('keeps them when a webseed sends the rest, and is shown when it was checked', async () => {
    const loading = downloads.demand(segment, NOW, never);
    const work = begin();
    downloads.hashesKnown(segment.root, hashes);
    first(work, bytes, alice);
    rest(work, 65_536);
    stream(work, 1);
    const loaded = await loading;
    expect(Buffer.from(loaded.data).equals(bytes)).toBe(true);
    expect([loaded.bytesFromPeers, loaded.bytesFromWebseeds]).toEqual([BLOCK_BYTES, bytes.length - BLOCK_BYTES]);
  });

  test('names the peer if its block was wrong, once a right piece is there, and shows nothing of it (row 17)', async () => {
    const loading = downloads.demand(segment, NOW, never);
    const work = begin();
    downloads.hashesKnown(segment.root, hashes);
    first(work, spoiled(7), mallory);
    rest(work, 65_536);
    await settled(() => counters.badPieces === 1);
    expect([liars, work.pieces[0]?.disputed, webseedWrong]).toEqual([[], true, 0]);
    stream(work, 0);
    expect(Buffer.from((await loading).data).equals(bytes)).toBe(true);
    await settled(() => liars.length > 0);
    expect(liars).toEqual([mallory]);
  });

  test('keeps what came whole when the webseed breaks off, and is open again', () => {
    const work = begin();
    downloads.hashesKnown(segment.root, hashes);
    first(work, bytes, alice);
    rest(work, 3 * BLOCK_BYTES + 5);
    const [piece] = work.pieces;
    expect(piece?.missingBytes).toBe(BLOCK_BYTES - 5);
    piece?.fetchEnded(false);
    expect([piece?.state, piece?.blocks.map(({ here }) => here), piece?.missingBytes]).toEqual(['open', [true, true, true, false], BLOCK_BYTES]);
  });
});

describe('without piece hashes', () => {
  test('a webseed’s bytes are shown at once and offered when the whole segment was checked', async () => {
    const loading = downloads.demand(segment, NOW, never);
    stream(begin(), 0);
    expect(offered).toEqual([]);
    expect(Buffer.from((await loading).data).equals(bytes)).toBe(true);
    await settled(() => offered.length === 3);
  });

  test('a peer’s bytes are shown only when the whole segment was checked', async () => {
    const work = begin();
    for (const piece of [0, 1]) send(work, piece, () => alice);
    expect([store.piecesHeld, counters.bytesFromPeers]).toEqual([0, 0]);
    send(work, 2, () => alice);
    await settled(() => store.piecesHeld === 3);
    expect(counters.bytesFromPeers).toBe(bytes.length);
  });

  test('one wrong byte of the one peer spoils the segment, and the peer is named', async () => {
    const work = begin();
    for (const piece of [0, 1, 2]) send(work, piece, () => mallory, spoiled(70_000));
    await settled(() => counters.badPieces > 0);
    expect([new Set(liars), store.piecesHeld]).toEqual([new Set([mallory]), 0]);
    expect(work.pieces.every(({ state }) => state === 'open')).toBe(true);
  });
});

test('without piece hashes nobody is accused of what several brought, until one brings it all', async () => {
  const work = begin();
  for (const [piece, from] of [alice, mallory, alice].entries()) send(work, piece, () => from, spoiled(70_000));
  await settled(() => counters.badPieces > 0);
  expect([liars, store.piecesHeld, work.pieces.map(({ state }) => state)]).toEqual([[], 0, ['open', 'open', 'open']]);
  for (const piece of [0, 1, 2]) send(work, piece, () => mallory, spoiled(70_000));
  await settled(() => liars.length > 0);
  expect(new Set(liars)).toEqual(new Set([mallory]));
});

test('wrong bytes of several authors are kept a few times, not each time', async () => {
  const work = begin();
  downloads.hashesKnown(segment.root, hashes);
  for (let time = 1; time <= 6; time++) {
    send(work, 0, (block) => (block === 2 ? mallory : alice), spoiled(2 * BLOCK_BYTES + 9));
    await settled(() => counters.badPieces === time);
  }
  expect(work.pieces[0]?.disputes).toHaveLength(4);
});

test('a webseed’s wrong bytes are shown as a plain player would, and offered to nobody', async () => {
  const wrong = spoiled(5);
  const loading = downloads.demand(segment, NOW, never);
  const work = begin();
  downloads.hashesKnown(segment.root, hashes);
  stream(work, 0, wrong);
  expect(new Uint8Array((await loading).data)).toEqual(wrong);
  await settled(() => webseedWrong === 1 && offered.length === 2);
  expect(offered).not.toContain(0);
});

test('bytes played before their record was known are checked before they are offered', async () => {
  await downloads.adopt(segment, spoiled(9));
  expect([offered, webseedWrong]).toEqual([[], 1]);
  await downloads.adopt(segment, bytes);
  expect(offered).toEqual([0, 1, 2]);
});

test('what the player gets is its own', async () => {
  await downloads.adopt(segment, bytes);
  const first = await downloads.demand(segment, NOW, never);
  new Uint8Array(first.data).fill(0);
  structuredClone(first.data, { transfer: [first.data] });
  expect([first.data.byteLength, store.read(segment.root, 0 as PieceInSegment, 0, 4)]).toEqual([0, bytes.slice(0, 4)]);
  const second = await downloads.demand(segment, NOW, never);
  expect(Buffer.from(second.data).equals(bytes)).toBe(true);
});

test('a block that nobody asked for, of the wrong length or sent twice is of no use', () => {
  const work = begin();
  const whole = bytes.slice(0, BLOCK_BYTES);
  expect(downloads.block(work, 0 as PieceInSegment, 0, whole.slice(1), alice)).toBe(false);
  expect(downloads.block(work, 0 as PieceInSegment, 0, whole, alice)).toBe(true);
  expect(downloads.block(work, 0 as PieceInSegment, 0, whole, alice)).toBe(false);
  expect(downloads.block(work, 9 as PieceInSegment, 0, whole, alice)).toBe(false);
});

test('a block that came and is of no use may be asked of another', () => {
  const [piece] = begin().pieces;
  const block = piece?.blocks[0];
  block?.asked.push({ peer: mallory, atMs: 0, expectedMs: 0 });
  expect([piece?.takeBlock(0, bytes.slice(0, 9), mallory), block?.asked]).toEqual([false, []]);
});

test('a load that is given up, or whose engine ends, is rejected', async () => {
  const controller = new AbortController();
  const one = downloads.demand(segment, NOW, controller.signal);
  const other = downloads.demand(segment, NOW, never);
  controller.abort(new Error('given up'));
  await expect(one).rejects.toThrow('given up');
  downloads.close(new Error('the end'));
  await expect(other).rejects.toThrow('the end');
  expect(downloads.find('' as Root)).toBeNull();
});

test('a load that is done leaves nothing with its signal', async () => {
  const { signal } = new AbortController();
  const done = downloads.demand(segment, NOW, signal);
  const failed = downloads.demand(segment, NOW, signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(2);
  const [, second] = begin().demands;
  second?.reject(new Error('no'));
  stream(begin(), 0);
  await done;
  await expect(failed).rejects.toThrow('no');
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('a load whose signal has fired already is rejected and asks for nothing', async () => {
  await expect(downloads.demand(segment, NOW, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  expect(downloads.all).toEqual([]);
});
