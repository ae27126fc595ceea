import { beforeEach, describe, expect, test } from 'vitest';
import { Geometry } from '../../src/content/geometry';
import { peerId, swarmId } from '../../src/content/ids';
import type { PieceIndex } from '../../src/content/ids';
import { LiveIndices, livePiece } from '../../src/content/live-pieces';
import { LIVE_GEOMETRY } from '../../src/content/signed-record';
import { Peer } from '../../src/engine/peer';
import { encodeHandshake, encodeMessage } from '../../src/wire/encoder';
import { Violation } from '../../src/wire/messages';
import { WireSession } from '../../src/wire/session';

const id = peerId('cd'.repeat(20));
const swarm = swarmId('ab'.repeat(20));
const piece = 3 as PieceIndex;
const sent: Uint8Array[] = [];
const link = { isOpen: true, canSend: true, bufferedBytes: 0, mostBytes: 65_536, send: (bytes: Uint8Array) => void sent.push(bytes), remoteFingerprints: () => Promise.resolve([]) };

let now: number;
let peer: Peer;

beforeEach(() => {
  now = 1_000;
  sent.length = 0;
  const session = new WireSession(swarm, id, new Geometry(65_536), 20);
  session.receive(encodeHandshake({ swarm, peer: id, extended: true, fast: true }));
  for (const type of ['have all', 'unchoke'] as const) session.receive(encodeMessage({ type }));
  peer = new Peer(id, link, session, () => now);
  peer.trusted = true;
});

const ask = (block: number, bytes: number) => peer.standing.asked({ piece, block, length: bytes, atMs: now, expectedMs: 100, alone: peer.outstanding === 0, late: false });

test('a block answers the request it was asked for with, once', () => {
  ask(1, 16_384);
  now += 16;
  expect(peer.took(piece, 16_384, new Uint8Array(16_384))).toMatchObject({ block: 1 });
  expect([peer.outstanding, peer.bytesPerMs, peer.took(piece, 16_384, new Uint8Array(16_384))]).toEqual([0, 1_024, null]);
});

test('a block of another length than was asked for is a violation, and stays unanswered', () => {
  ask(0, 16_384);
  expect(() => peer.took(piece, 0, new Uint8Array(9))).toThrow(Violation);
  expect(peer.outstanding).toBe(1);
});

test('a peer that rejects is asked nothing for a moment, and counts as a holder all the while', () => {
  peer.rejected(piece);
  expect([peer.askable, peer.has(piece), peer.mostOutstanding]).toEqual([true, true, 0]);
  now += 500;
  expect(peer.mostOutstanding).toBe(256);
});

test('a piece that is rejected again and again is not believed to be there any more, however many of its blocks are rejected at once', () => {
  for (let block = 0; block < 4; block++) peer.rejected(piece);
  const has = [peer.has(piece)];
  for (let time = 0; time < 2; time++) {
    now += 500;
    peer.rejected(piece);
    has.push(peer.has(piece));
  }
  expect(has).toEqual([true, true, false]);
});

describe('a peer that brings nothing in time', () => {
  const brings = (): boolean => peer.standing.brings(() => 0);

  const request = (block: number) => {
    ask(block, 4);
    return peer.standing.owed().at(-1);
  };

  test('is slower than was thought, and of no use after many late blocks (row 20: slow drip)', () => {
    ask(0, 16_384);
    now += 16;
    peer.took(piece, 0, new Uint8Array(16_384));
    for (let block = 1; block <= 12; block++) {
      const asked = request(block);
      if (asked === undefined) throw new Error('nothing was asked for');
      expect(peer.standing.alwaysLate).toBe(false);
      now += 1_000;
      for (let look = 0; look < 2; look++) peer.standing.late(asked);
      peer.took(piece, block * 16_384, new Uint8Array(4));
    }
    expect([peer.standing.alwaysLate, peer.bytesPerMs < 10]).toEqual([true, true]);
  });

  test('for a moment is hardly slower than was thought, and is of use as before', () => {
    ask(0, 16_384);
    now += 16;
    peer.took(piece, 0, new Uint8Array(16_384));
    for (let block = 1; block <= 40; block++) ask(block, 16_384);
    now += 400;
    for (const asked of peer.standing.owed()) peer.standing.late(asked);
    for (const { block } of peer.standing.owed()) peer.took(piece, block * 16_384, new Uint8Array(16_384));
    expect([peer.standing.alwaysLate, peer.bytesPerMs > 500]).toEqual([false, true]);
    now += 8_000;
    const asked = request(41);
    if (asked !== undefined) peer.standing.late(asked);
    expect(peer.standing.alwaysLate).toBe(true);
  });

  test('at all is of no use soon (row 20: silent)', () => {
    request(0);
    now += 8_000;
    expect(brings()).toBe(true);
    now += 1;
    expect(brings()).toBe(false);
  });

  test('is excused for the time that this viewer itself stood still', () => {
    request(0);
    now += 10_000;
    expect(peer.standing.brings((sinceMs) => (sinceMs === now - 10_000 ? 2_000 : 0))).toBe(true);
    expect(peer.standing.brings(() => 1_999)).toBe(false);
  });

  test('is forgiven by a block in time', () => {
    for (let block = 0; block < 11; block++) {
      const asked = request(block);
      if (asked !== undefined) peer.standing.late(asked);
    }
    ask(11, 4);
    peer.took(piece, 11 * 16_384, new Uint8Array(4));
    const asked = request(12);
    if (asked !== undefined) peer.standing.late(asked);
    expect(peer.standing.alwaysLate).toBe(false);
  });

  test('but rejects all is left alone longer each time, and of no use in the end (row 20: liar)', () => {
    const pauses = [];
    while (brings()) {
      peer.rejected(piece);
      const from = now;
      while (peer.mostOutstanding === 0) now += 100;
      pauses.push(now - from);
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  });
});

describe('what a peer is thought to bring', () => {
  const bring = (block: number, ms: number) => {
    ask(block, 16_384);
    now += ms;
    peer.took(piece, block * 16_384, new Uint8Array(16_384));
  };

  test('takes as long to come as the first of several requests did', () => {
    ask(0, 4);
    ask(1, 4);
    now += 40;
    peer.took(piece, 0, new Uint8Array(4));
    now += 500;
    peer.took(piece, 16_384, new Uint8Array(4));
    expect(peer.rttMs).toBe(40);
  });

  test('is what a block takes in the mean, however unevenly blocks come', () => {
    for (let block = 0; block < 40; block++) bring(block, block % 2 === 0 ? 1 : 31);
    expect(peer.bytesPerMs).toBeGreaterThan(800);
    expect(peer.bytesPerMs).toBeLessThan(1_300);
  });

  test('takes a round trip that is hardly longer when it waits in line behind what others asked for', () => {
    for (const [block, ms] of [400, 40, 900, 900].entries()) bring(block, ms);
    expect(peer.rttMs).toBeGreaterThan(40);
    expect(peer.rttMs).toBeLessThan(100);
  });

  test('falls soon when nothing comes of what was asked for', () => {
    bring(0, 16);
    ask(1, 16_384);
    now += 2_000;
    expect(peer.bytesPerMs).toBeLessThan(20);
    now += 5_000;
    expect(peer.bytesPerMs).toBeLessThan(5);
  });

  test('is remembered when nothing was asked for, and forgotten in the end', () => {
    bring(0, 16);
    now += 5_000;
    expect(peer.bytesPerMs).toBe(1_024);
    now += 10_000;
    expect(peer.bytesPerMs).toBe(512);
    now += 120_000;
    expect(peer.bytesPerMs).toBeLessThan(1);
  });
});

test('a peer that chokes is asked for what it allows all the same', () => {
  const session = new WireSession(swarm, id, new Geometry(65_536), 20);
  session.receive(encodeHandshake({ swarm, peer: id, extended: true, fast: true }));
  session.receive(encodeMessage({ type: 'have all' }));
  peer = new Peer(id, link, session, () => now);
  peer.trusted = true;
  const before = [peer.askable, peer.has(piece)];
  session.receive(encodeMessage({ type: 'allowed fast', piece }));
  expect([before, peer.askable, peer.has(piece), peer.has(4 as PieceIndex)]).toEqual([[false, false], true, true, false]);
});

test('a peer is silent when nothing it was asked for came', () => {
  expect(peer.standing.silentSince(500)).toBe(true);
  ask(0, 4);
  peer.took(piece, 0, new Uint8Array(4));
  expect([peer.standing.silentSince(500), peer.standing.silentSince(1_001)]).toEqual([false, true]);
});

describe('a stock client', () => {
  beforeEach(() => {
    peer.introduction = { cordwoodId: null, dontHaveId: 3, requests: 256, ticket: null };
  });

  test('is met without a state, and gets a keep alive in place of one', () => {
    peer.sendState({ playheadMs: 1, rendition: '720p', uploading: true });
    peer.outbox.flush();
    expect([peer.met, sent]).toEqual([true, [new Uint8Array(4)]]);
  });

  test('is told of a piece that is not held any more, under the id that it named', () => {
    peer.sendDontHave(piece);
    peer.outbox.flush();
    expect(sent).toEqual([Uint8Array.of(0, 0, 0, 6, 20, 3, 0, 0, 0, 3)]);
  });
});

test('a peer of whom nothing is known yet is told nothing', () => {
  peer.sendState({ playheadMs: 1, rendition: '720p', uploading: true });
  peer.sendDontHave(piece);
  peer.outbox.flush();
  expect([peer.met, sent]).toEqual([false, []]);
});

describe('a peer that gets much', () => {
  const give = (pieces: number) => (peer.bytesUp += pieces * 65_536);
  const have = (count: number) => {
    for (let i = 0; i < count; i++) session.receive(encodeMessage({ type: 'have', piece: i as PieceIndex }));
  };
  let session: WireSession;

  beforeEach(() => {
    session = new WireSession(swarm, id, new Geometry(65_536), 20);
    session.receive(encodeHandshake({ swarm, peer: id, extended: true, fast: true }));
    session.receive(encodeMessage({ type: 'have none' }));
    peer = new Peer(id, link, session, () => now);
  });

  test('and says what it has of it gives', () => {
    give(10);
    have(8);
    expect(peer.gives(65_536)).toBe(true);
  });

  test('and says of nothing that it has it rides free', () => {
    give(8);
    expect(peer.gives(65_536)).toBe(true);
    give(1);
    expect(peer.gives(65_536)).toBe(false);
    for (let i = 0; i < 20; i++) have(1);
    expect(peer.gives(65_536)).toBe(false);
  });

  test('and answers requests gives, though it takes no duties: its page is hidden', () => {
    peer.heard({ playheadMs: 0, rendition: '720p', uploading: false });
    session.receive(encodeMessage({ type: 'unchoke' }));
    expect(peer.gives(65_536)).toBe(true);
    give(9);
    expect(peer.gives(65_536)).toBe(false);
  });

  test('and says that it gives nothing rides free', () => {
    peer.heard({ playheadMs: 0, rendition: '720p', uploading: false });
    expect(peer.gives(65_536)).toBe(false);
  });
});

test('is told of no live piece that is behind the window', () => {
  const indices = new LiveIndices();
  indices.reached(7);
  const viewer = new Peer(id, link, new WireSession(swarm, id, LIVE_GEOMETRY, indices), () => now);
  for (const number of [5, 6, 7]) viewer.tell(livePiece(number, 0, 0));
  viewer.forget(7);
  viewer.tellNow();
  expect(sent.map((bytes) => [...bytes])).toEqual([[...encodeMessage({ type: 'have', piece: livePiece(7, 0, 0) })]]);
});
