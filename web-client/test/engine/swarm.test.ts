import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Geometry } from '../../src/content/geometry';
import { peerId, root, swarmId } from '../../src/content/ids';
import type { Bytes, PeerId, PieceIndex, PieceInSegment } from '../../src/content/ids';
import { webCryptoDigest } from '../../src/content/digest';
import type { Playback } from '../../src/engine-api';
import { Counters } from '../../src/engine/counters';
import { Peer } from '../../src/engine/peer';
import { Swarm } from '../../src/engine/swarm';
import { Webseeds } from '../../src/engine/webseeds';
import { ConnectionBudget } from '../../src/net/budget';
import { USUAL_POLICY } from '../../src/net/join';
import type { Policy } from '../../src/net/join';
import { encodeHandshake, encodeMessage } from '../../src/wire/encoder';
import { WireParser } from '../../src/wire/parser';
import { WireSession } from '../../src/wire/session';
import { PIECES, peer as idOf, segment } from '../schedule/scene';
import { serve } from '../server';
import type { TestServer } from '../server';

const swarmName = swarmId('ab'.repeat(20));
const joined = {
  peer: peerId('2d4357303030312d'.padEnd(40, '0')),
  ticket: 'a.b.c',
  ticketKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
  swarm: swarmName,
  open: true,
  pieceLength: 32_768,
  pieces: 200,
  records: [],
  webseeds: [],
  signal: 'ws://127.0.0.1:9/',
  iceServers: [],
  policy: USUAL_POLICY,
  clockAheadMs: 0,
};
const at = (seconds: number): Playback => ({ playheadMs: seconds * 1_000, rate: 1, paused: false, bufferedAheadMs: 0, rendition: '720p' });

let server: TestServer;
let answers: boolean;
let requests: number;
let asked: string[];
let playbacks: Playback[];
let hope: boolean;
let policy: Policy;
let now: number;
let abort: AbortController;
let webseeds: Webseeds;
let counters: Counters;
let useless: PeerId[];
let swarm: Swarm;

beforeEach(async () => {
  const digest = webCryptoDigest();
  if (digest === null) throw new Error('this test needs WebCrypto');
  answers = false;
  requests = 0;
  asked = [];
  server = await serve((request, response) => {
    requests++;
    asked.push(request.url ?? '');
    if (!answers) response.writeHead(503, { 'Retry-After': '3' }).end();
    else if (request.headers.range === 'bytes=0-0') response.writeHead(206, { 'Content-Range': 'bytes 0-0/131072' }).end('x');
    else response.writeHead(404).end();
  });
  now = 0;
  playbacks = [at(0)];
  hope = false;
  policy = USUAL_POLICY;
  abort = new AbortController();
  webseeds = new Webseeds(server.base);
  counters = new Counters();
  useless = [];
  const identity = { certificate: { expires: 0, getFingerprints: () => [] }, fingerprint: '' };
  const options = { title: 'demo/logs', digest, storeBytes: 1e7, horizonMs: 20_000, uploadBytesPerMs: Infinity, giving: () => 'all' as const, identity, budget: new ConnectionBudget(), signal: abort.signal };
  swarm = new Swarm(joined, options, webseeds, counters, {
    now: () => now,
    random: () => 1,
    playback: () => playbacks[0] ?? at(0),
    playbacks: () => playbacks,
    ticket: () => '',
    aloneMs: () => (hope ? 0 : Infinity),
    lagMs: () => 0,
    lateAtMs: () => -Infinity,
    policy: () => policy,
    signal: () => undefined,
    peerChanged: () => undefined,
    banned: () => undefined,
    useless: (id) => useless.push(id),
    webseedFailed: () => undefined,
    whole: () => undefined,
    wake: () => undefined,
    later: () => () => undefined,
    known: () => undefined,
    joinAgain: () => undefined,
    ended: () => undefined,
  });
  const segments = Array.from({ length: 40 }, (_, i) => segment(i));
  swarm.catalogue.add({ rendition: '720p', swarm: swarmName, geometry: new Geometry(32_768), pieces: 200, segments });
});

afterEach(async () => {
  abort.abort();
  swarm.close(new Error('the end'));
  await server.close();
});

/** The player asks for a segment. */
const demand = (index: number, deadlineMs: number) => {
  const deadline = { at: () => deadlineMs, sinceMs: now, givenMs: deadlineMs - now };
  void swarm.downloads.demand(segment(index), deadline, abort.signal).catch(() => undefined);
};

const wanted = () => swarm.downloads.all.map((work) => work.segment.number);

describe('what is wanted', () => {
  test('is what lies in the horizon, and no more', () => {
    swarm.tick(new Set());
    expect(wanted()).toEqual([1, 2, 3, 4, 5]);
    playbacks = [at(80)];
    swarm.tick(new Set());
    expect(wanted()).toEqual([21, 22, 23, 24, 25]);
  });

  test('of two players of one page is what either wants, whichever spoke last', () => {
    playbacks = [at(0), at(80)];
    swarm.tick(new Set());
    const works = swarm.downloads.all;
    playbacks = [at(80), at(0)];
    swarm.tick(new Set());
    expect(wanted()).toEqual([1, 2, 3, 4, 5, 21, 22, 23, 24, 25]);
    expect(works.every((work) => swarm.downloads.find(work.segment.root) === work)).toBe(true);
  });
});

describe('after a switch of rung', () => {
  const other = (i: number) => ({ ...segment(i), rendition: '360p', uri: `360p/${i}.m4s`, root: root((i + 1_000).toString(16).padStart(64, '0')) });

  test('what the player has in its buffer is not loaded again, and what was verified is kept', () => {
    const file = { swarm: swarmName, geometry: new Geometry(32_768), pieces: 400 };
    swarm.catalogue.add({ ...file, rendition: '360p', segments: Array.from({ length: 40 }, (_, i) => ({ ...other(i), firstPiece: (200 + 4 * i) as PieceIndex })) });
    swarm.store.put(segment(0).root, 0 as PieceInSegment, new Uint8Array(32_768), { startMs: 0, bytesFromPeers: 0, spare: () => 0 });
    playbacks = [{ ...at(0), rendition: '360p', bufferedAheadMs: 11_950 }];
    swarm.tick(new Set());
    expect(swarm.downloads.all.map((work) => work.segment.uri)).toEqual(['360p/2.m4s', '360p/3.m4s', '360p/4.m4s']);
    playbacks = [{ ...at(0), rendition: '360p', bufferedAheadMs: 12_300 }];
    swarm.tick(new Set());
    expect(swarm.downloads.all.map((work) => work.segment.uri)).toEqual(['360p/3.m4s', '360p/4.m4s']);
    expect(swarm.store.has(segment(0).root, 0 as PieceInSegment)).toBe(true);
  });
});

test('a webseed that was given up is found again when it answers, though nothing is asked of it', async () => {
  playbacks = [at(-15)];
  for (let failure = 0; failure < 2; failure++) webseeds.failed(webseeds.base, 0, 1);
  swarm.tick(new Set());
  expect([webseeds.alive, requests]).toEqual([false, 0]);
  now = 60_000;
  swarm.tick(new Set());
  await expect.poll(() => webseeds.freeSlots(120_000)).toBe(2);
  expect([webseeds.alive, requests]).toEqual([false, 1]);
  answers = true;
  now = 120_000;
  swarm.tick(new Set());
  await expect.poll(() => webseeds.alive).toBe(true);
  expect([requests, counters.bytesFromWebseeds]).toEqual([2, 1]);
});

test('a ring is made from where this viewer is, and is given up when there is none', () => {
  expect(swarm.ringReport()).toEqual({ epoch: 0, number: 1, injectionMs: 0, missed: [] });
  playbacks = [at(81)];
  webseeds.succeeded(100_000, 240.4);
  expect(swarm.ringReport()).toMatchObject({ number: 21, injectionMs: 240 });
  const duty = { cohort: 1, rendition: '720p', epoch: 0, fromNumber: 0, slots: [0, 4_096], backupSlots: [], backupAfterMs: 1_000 };
  swarm.signaled({ type: 'duty', ...duty });
  expect(swarm.duties.of('720p')).toBe(swarm.duties);
  playbacks = [{ ...at(0), rendition: null }];
  expect([swarm.ringReport(), swarm.duties.of(null)]).toEqual([null, undefined]);
});

describe('of peers who have everything', () => {
  interface Neighbour {
    readonly peer: Peer;
    /** In the turn that is over. */
    readonly heard: { readonly type: string; readonly piece: number; readonly begin: number }[];
  }

  /** A peer that is connected, trusted and has all, and what it hears. */
  function connect(i: number): Neighbour {
    const id = idOf(i);
    const session = new WireSession(swarmName, id, new Geometry(32_768), 200);
    session.receive(encodeHandshake({ swarm: swarmName, peer: id, extended: true, fast: true }));
    for (const type of ['have all', 'unchoke'] as const) session.receive(encodeMessage({ type }));
    const parser = new WireParser();
    parser.push(encodeHandshake({ swarm: swarmName, peer: id, extended: true, fast: true }));
    const heard: { readonly type: string; readonly piece: number; readonly begin: number }[] = [];
    const send = (bytes: Bytes): void => {
      for (const message of parser.push(bytes)) if (message.type === 'request' || message.type === 'cancel') heard.push({ type: message.type, piece: message.piece, begin: message.begin });
    };
    const peer = new Peer(id, { isOpen: true, canSend: true, bufferedBytes: 0, mostBytes: 65_536, send, remoteFingerprints: () => Promise.resolve([]) }, session, () => now);
    peer.trusted = true;
    swarm.neighbours.peers.set(id, peer);
    return {
      peer,
      get heard() {
        peer.outbox.flush();
        return heard;
      },
    };
  }

  /** Everything that was asked of it comes. */
  function deliver({ peer }: Neighbour): void {
    for (const { piece, block, length } of peer.standing.owed()) peer.took(piece, block * 16_384, new Uint8Array(length));
  }

  const count = ({ heard }: Neighbour, type: string) => heard.filter((message) => message.type === type).length;

  beforeEach(() => {
    playbacks = [at(-15)];
    const hashes = Array.from({ length: PIECES }, () => new Uint8Array(32));
    for (let i = 0; i < 40; i++) swarm.downloads.hashesKnown(segment(i).root, hashes);
  });

  test('one that brings nothing of what it is asked for is dropped and reported (row 20)', () => {
    const silent = connect(1);
    for (; now <= 8_000; now += 100) swarm.tick(new Set());
    expect([useless, count(silent, 'request')]).toEqual([[], 1]);
    swarm.tick(new Set());
    expect(useless).toEqual([silent.peer.id]);
  });

  test('who is told that peers cannot bring enough leaves to them nothing that is urgent', () => {
    for (let i = 1; i <= 8; i++) connect(i);
    const fetches = (index: number, thin: boolean): boolean => {
      policy = { ...policy, thin };
      demand(index, now + 6_000);
      now += 4_400;
      swarm.tick(new Set());
      return webseeds.freeSlots(now) < webseeds.slots;
    };
    expect([fetches(4, false), fetches(5, true)]).toEqual([false, true]);
  });

  test('one that is silent while this page stands still is not dropped for that', () => {
    connect(1);
    swarm.tick(new Set());
    for (now = 9_000; now <= 16_900; now += 100) swarm.tick(new Set());
    expect(useless).toEqual([]);
    for (; now <= 17_200; now += 100) swarm.tick(new Set());
    expect(useless).not.toEqual([]);
  });

  test('late ones are kept when most are late: the fault is likelier here', () => {
    const peers = [connect(1).peer, connect(2).peer, connect(3).peer];
    const late = (peer: Peer): void => {
      for (let block = 0; block < 12; block++) peer.standing.late({ piece: 0 as PieceIndex, block, length: 1, atMs: 0, expectedMs: 0, alone: false, late: false });
    };
    peers.slice(0, 2).forEach(late);
    for (now = 7_900; now <= 8_000; now += 100) swarm.tick(new Set());
    const most = [...useless];
    connect(4);
    swarm.tick(new Set());
    expect([most, useless]).toEqual([[], peers.slice(0, 2).map(({ id }) => id)]);
  });

  test('one whose every block comes late is dropped and reported, although it brings them (row 20)', () => {
    const slow = connect(1);
    for (let step = 0; useless.length === 0 && step < 400; step++) {
      swarm.tick(new Set());
      now += 1_000;
      if (step % 5 === 4) deliver(slow);
      playbacks = [at(-15)];
    }
    expect(useless).toEqual([slow.peer.id]);
  });

  test('the silent one loses its blocks to the other when they are late (row 20)', () => {
    const [silent, good] = [connect(1), connect(2)];
    swarm.tick(new Set());
    expect([count(silent, 'request'), count(good, 'request')]).toEqual([1, 1]);
    now = 100;
    deliver(good);
    now = 3_101;
    swarm.tick(new Set());
    const lost = silent.heard.filter(({ type }) => type === 'cancel').map(({ piece, begin }) => `${piece}/${begin}`);
    expect(lost).toHaveLength(1);
    expect(good.heard.map(({ piece, begin }) => `${piece}/${begin}`)).toEqual(expect.arrayContaining(lost));
  });
});

describe('a hot webseed that refuses what is not needed soon', () => {
  test('has not failed, and is asked again after the time that it names', async () => {
    playbacks = [at(-15)];
    demand(4, 16_000);
    swarm.tick(new Set());
    await expect.poll(() => webseeds.takesAhead(0)).toBe(false);
    await expect.poll(() => webseeds.freeSlots(0)).toBe(2);
    expect(asked).toEqual(['/720p/4.m4s?need=ahead']);
    expect([webseeds.alive, webseeds.takesAhead(2_999), webseeds.takesAhead(3_000)]).toEqual([true, false, true]);
    now = 2_900;
    swarm.tick(new Set());
    expect(webseeds.freeSlots(now)).toBe(2);
    now = 3_000;
    swarm.tick(new Set());
    await expect.poll(() => asked).toEqual(['/720p/4.m4s?need=ahead', '/720p/4.m4s?need=ahead']);
  });

  test('has failed when it refuses what is needed', async () => {
    for (let i = 0; i < 2; i++) {
      now += 60_000;
      playbacks = [at(0)];
      demand(4, now + 1_000);
      swarm.tick(new Set());
      await expect.poll(() => webseeds.freeSlots(now + 60_000)).toBe(2);
    }
    expect(asked.at(-1)).toContain('?need=now');
    expect([webseeds.alive, webseeds.takesAhead(now)]).toEqual([false, true]);
  });
});

test('a report tells what is held ahead, and what the missing part takes', () => {
  expect(swarm.ahead()).toEqual({ horizonMs: 0, rateBitsPerSecond: (4 * 32_768 * 8) / 4 });
  const bytes = new Uint8Array(32_768);
  const { root } = segment(0);
  for (let piece = 0; piece < 4; piece++) swarm.store.put(root, piece as PieceInSegment, bytes, { startMs: 0, bytesFromPeers: 0, spare: () => 0 });
  expect(swarm.ahead()).toEqual({ horizonMs: 4_000, rateBitsPerSecond: (4 * 32_768 * 8) / 4 });
  playbacks = [at(1_000)];
  expect(swarm.ahead()).toEqual({ horizonMs: 0, rateBitsPerSecond: 0 });
});
