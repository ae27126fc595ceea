import { describe, expect, test } from 'vitest';
import { Geometry } from '../../src/content/geometry';
import { peerId, swarmId } from '../../src/content/ids';
import type { PieceIndex } from '../../src/content/ids';
import { LiveIndices, livePiece } from '../../src/content/live-pieces';
import { encodeHandshake, encodeMessage } from '../../src/wire/encoder';
import type { Writable } from '../../src/wire/encoder';
import { DONT_HAVE_ID, OUR_ID, decodeCordwood, decodeIntroduction, encodeDontHave, encodeHeld, encodeIntroduction, encodeRecord, encodeState } from '../../src/wire/extension';
import { LIMITS, Violation } from '../../src/wire/messages';
import { WireSession } from '../../src/wire/session';
import { randomBytes, seeded } from '../random';

const swarm = swarmId('ab'.repeat(20));
const peer = peerId('cd'.repeat(20));
const PIECES = 20;

function session(): WireSession {
  return new WireSession(swarm, peer, new Geometry(65_536), PIECES);
}

function greeted(fast = true): WireSession {
  const made = session();
  made.receive(encodeHandshake({ swarm, peer, extended: true, fast }));
  return made;
}

const at = (piece: number): PieceIndex => piece as PieceIndex;

test.each<[string, Writable[], string]>([
  ['a piece beyond the torrent', [{ type: 'have', piece: at(PIECES) }], 'range'],
  ['a request beyond a piece', [{ type: 'request', piece: at(0), begin: 65_536, length: 1 }], 'range'],
  ['a request over a block', [{ type: 'request', piece: at(0), begin: 0, length: 16_385 }], 'range'],
  ['a request that begins within a block', [{ type: 'request', piece: at(0), begin: 1, length: 16_383 }], 'range'],
  ['an empty request', [{ type: 'request', piece: at(0), begin: 0, length: 0 }], 'range'],
  ['a bitfield that is too short', [{ type: 'bitfield', bits: new Uint8Array(2) }], 'bitfield'],
  ['a bitfield with a spare bit', [{ type: 'bitfield', bits: Uint8Array.of(0, 0, 1) }], 'bitfield'],
  ['holdings told twice', [{ type: 'have none' }, { type: 'have all' }], 'order'],
  ['an extended handshake that is no dictionary', [{ type: 'extended', id: 0, payload: Uint8Array.of(0x6c, 0x65) }], 'extension'],
  ['a state without a playhead', [{ type: 'extended', id: OUR_ID, payload: new TextEncoder().encode('d4:type5:statee') }], 'extension'],
])('%s is a violation', (_, messages, code) => {
  const made = greeted();
  expect(() => messages.forEach((message) => made.receive(encodeMessage(message)))).toThrow(expect.objectContaining({ code }));
});

test('another swarm and another peer than was introduced are violations', () => {
  const other = { extended: true, fast: true };
  expect(() => session().receive(encodeHandshake({ swarm: swarmId('00'.repeat(20)), peer, ...other }))).toThrow(Violation);
  expect(() => session().receive(encodeHandshake({ swarm, peer: peerId('00'.repeat(20)), ...other }))).toThrow(Violation);
});

test('have all needs Fast', () => {
  expect(() => greeted(false).receive(encodeMessage({ type: 'have all' }))).toThrow(expect.objectContaining({ code: 'order' }));
});

test('more requests than reqq at once are a violation, answered ones do not count', () => {
  const made = greeted();
  const request = (i: number) => ({ piece: at(i % PIECES), begin: 16_384 * (Math.floor(i / PIECES) % 4), length: 16_384 - Math.floor(i / (4 * PIECES)) });
  for (let i = 0; i < LIMITS.requests; i++) made.receive(encodeMessage({ type: 'request', ...request(i) }));
  made.answered(request(0));
  made.receive(encodeMessage({ type: 'request', ...request(LIMITS.requests) }));
  expect(() => made.receive(encodeMessage({ type: 'request', ...request(LIMITS.requests + 1) }))).toThrow(expect.objectContaining({ code: 'too many requests' }));
});

test('a block is told without the type of the message that named it, so that it can be sent on in another', () => {
  const made = greeted();
  const block = { piece: at(0), begin: 16_384, length: 16_384 };
  for (const type of ['request', 'cancel', 'reject'] as const) {
    expect(made.receive(encodeMessage({ type, ...block }))).toEqual([{ type, block }]);
  }
});

test('what a peer has follows its messages', () => {
  const made = greeted();
  made.receive(encodeMessage({ type: 'bitfield', bits: Uint8Array.of(0x80, 0, 0x10) }));
  made.receive(encodeMessage({ type: 'have', piece: at(5) }));
  expect([0, 5, 6, 19].map((piece) => made.has.has(at(piece)))).toEqual([true, true, false, true]);
});

test('a piece that a peer has no longer is not asked of it (row 20: flapper)', () => {
  const made = greeted();
  made.receive(encodeMessage({ type: 'have all' }));
  expect(made.receive(encodeMessage({ type: 'extended', id: DONT_HAVE_ID, payload: encodeDontHave(at(5)) }))).toEqual([{ type: 'have not', piece: 5 }]);
  expect([made.has.has(at(5)), made.has.has(at(6))]).toEqual([false, true]);
  expect(() => made.receive(encodeMessage({ type: 'extended', id: DONT_HAVE_ID, payload: encodeDontHave(at(PIECES)) }))).toThrow(Violation);
  expect(() => made.receive(encodeMessage({ type: 'extended', id: DONT_HAVE_ID, payload: new Uint8Array(3) }))).toThrow(Violation);
});

test('pieces allowed while choking are those that are in range and held, and a few only', () => {
  const wide = new WireSession(swarm, peer, new Geometry(65_536), 100);
  wide.receive(encodeHandshake({ swarm, peer, extended: true, fast: true }));
  wide.receive(encodeMessage({ type: 'bitfield', bits: new Uint8Array(13).fill(255, 0, 12) }));
  expect(wide.unchokes).toBe(false);
  for (let i = 0; i < 99; i++) wide.receive(encodeMessage({ type: 'allowed fast', piece: at(i) }));
  expect([wide.unchokes, wide.answers(at(63)), wide.answers(at(64)), wide.answers(at(97))]).toEqual([true, true, false, false]);
  expect(() => wide.receive(encodeMessage({ type: 'allowed fast', piece: at(100) }))).toThrow(Violation);
  expect(() => greeted(false).receive(encodeMessage({ type: 'allowed fast', piece: at(0) }))).toThrow(Violation);
});

test('the extended handshake and the state survive a round trip', () => {
  expect(decodeIntroduction(encodeIntroduction('a.b.c'))).toEqual({ cordwoodId: OUR_ID, dontHaveId: DONT_HAVE_ID, requests: 256, ticket: 'a.b.c' });
  const state = { playheadMs: 12_345, rendition: '720p', uploading: true };
  expect(decodeCordwood(encodeState(state))).toEqual({ type: 'state', state });
});

test('the extended handshake of a stock client says nothing of cordwood', () => {
  const stock = new TextEncoder().encode('d1:md11:ut_metadatai2ee13:metadata_sizei31235e1:v10:webtorrente');
  expect(decodeIntroduction(stock)).toEqual({ cordwoodId: null, dontHaveId: null, requests: 256, ticket: null });
});

test('arbitrary messages give events or a violation, and nothing out of range', () => {
  const random = seeded(9);
  for (let run = 0; run < 1_500; run++) {
    const made = greeted();
    try {
      for (let i = 0; i < 8; i++) {
        const body = randomBytes(random, 1 + Math.floor(random() * 16));
        body[0] = [0, 1, 4, 5, 6, 7, 8, 14, 15, 16, 20][Math.floor(random() * 11)] ?? 0;
        if (body.length > 2 && random() < 0.7) body.fill(0, 1, Math.max(2, body.length - 1));
        const frame = new Uint8Array(4 + body.length);
        new DataView(frame.buffer).setUint32(0, body.length);
        frame.set(body, 4);
        for (const event of made.receive(frame)) if (event.type === 'have' || event.type === 'block') expect(event.piece).toBeLessThan(PIECES);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(Violation);
    }
  }
});

test('messages of extensions that nobody named are passed over, whatever they say of their size (row 23)', () => {
  const made = greeted();
  for (const text of ['d8:msg_typei1e5:piecei0e10:total_sizei99999999999ee', '', 'd4:type5:statee']) {
    expect(made.receive(encodeMessage({ type: 'extended', id: 77, payload: new TextEncoder().encode(text) }))).toEqual([]);
  }
});

test('only the first extended handshake counts, so that a flood of them is not a flood of checks', () => {
  const made = greeted();
  const introduction = encodeMessage({ type: 'extended', id: 0, payload: encodeIntroduction('a.b.c') });
  expect(made.receive(introduction)).toHaveLength(1);
  expect(made.receive(introduction)).toEqual([]);
});

describe('of a live channel', () => {
  const live = (indices = new LiveIndices()): WireSession => {
    const made = new WireSession(swarm, peer, new Geometry(65_536), indices);
    made.receive(encodeHandshake({ swarm, peer, extended: true, fast: true }));
    return made;
  };
  const cordwood = (payload: Uint8Array<ArrayBuffer>) => encodeMessage({ type: 'extended', id: OUR_ID, payload });
  const text = (payload: string) => new TextEncoder().encode(payload);

  test('pieces have no end, and what a peer has grows with what it says', () => {
    const made = live();
    made.receive(encodeMessage({ type: 'have none' }));
    made.receive(encodeMessage({ type: 'have', piece: at(2 ** 32 - 1) }));
    expect([made.has.count, made.has.has(at(2 ** 32 - 1)), made.announced]).toEqual([1, true, 1]);
  });

  test('what a peer says it has is held in bounded memory', () => {
    const made = live();
    for (let number = 1; number <= 3_000; number++) made.receive(encodeMessage({ type: 'have', piece: at(number * 4_096) }));
    expect([made.has.count, made.has.has(at(3_000 * 4_096)), made.has.has(at(4_096))]).toEqual([1_024, true, false]);
  });

  test('records and what is held of segments come as they are', () => {
    const record = randomBytes(seeded(1), 65_536);
    expect(live().receive(cordwood(encodeRecord(record)))).toEqual([{ type: 'segment', record }]);
    const held = { number: 17, rendition: '480p', bitmap: Uint8Array.of(0x80) };
    expect(live().receive(cordwood(encodeHeld(held)))).toEqual([{ type: 'held', ...held }]);
  });

  test.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ['a bitfield', encodeMessage({ type: 'bitfield', bits: new Uint8Array(3) }), 'bitfield'],
    ['having all of what has no end', encodeMessage({ type: 'have all' }), 'order'],
    ['a record too long', cordwood(encodeRecord(new Uint8Array(65_537))), 'extension'],
    ['no record in its place', cordwood(text('d4:type7:segmente')), 'extension'],
    ['a bitmap too long', cordwood(encodeHeld({ number: 1, rendition: '', bitmap: new Uint8Array(65) })), 'extension'],
    ['a segment without a number', cordwood(encodeHeld({ number: 0, rendition: '', bitmap: new Uint8Array(1) })), 'extension'],
    ['a segment of a number beyond 31 bits', cordwood(encodeHeld({ number: 2 ** 31, rendition: '', bitmap: new Uint8Array(1) })), 'extension'],
    ['a rendition too long', cordwood(encodeHeld({ number: 1, rendition: 'x'.repeat(33), bitmap: new Uint8Array(1) })), 'extension'],
    ['a request beyond a piece', encodeMessage({ type: 'request', piece: at(4_096), begin: 65_536, length: 1 }), 'range'],
  ])('%s is a violation', (_, message, code) => {
    expect(() => live().receive(message)).toThrow(expect.objectContaining({ code }));
  });

  const around = [-3, -2, -1, 0, 1, 2, 3].map((i) => 2 ** 20 + i);
  const block = (number: number, piece = 7) => ({ piece: livePiece(number, 3, piece), begin: 0, length: 16_384 });

  test.each(around)('an index means the same to both ends where indices begin anew, while %d is the newest', (newest) => {
    const indices = new LiveIndices();
    indices.reached(newest);
    const made = live(indices);
    made.receive(encodeMessage({ type: 'have none' }));
    for (const number of around) {
      const { piece, begin, length } = block(number);
      expect(made.receive(encodeMessage({ type: 'have', piece }))).toEqual([{ type: 'have', piece }]);
      for (const type of ['request', 'cancel', 'reject'] as const) {
        expect(made.receive(encodeMessage({ type, piece, begin, length }))).toEqual([{ type, block: block(number) }]);
      }
      expect(made.receive(encodeMessage({ type: 'piece', piece, begin, data: new Uint8Array(5) }))).toMatchObject([{ type: 'block', piece, begin }]);
      expect(made.receive(encodeMessage({ type: 'allowed fast', piece }))).toEqual([{ type: 'allowed fast', piece }]);
    }
    expect([...made.has.each()]).toEqual(around.map((number) => block(number).piece));
    const lost = block(2 ** 20).piece;
    expect(made.receive(encodeMessage({ type: 'extended', id: DONT_HAVE_ID, payload: encodeDontHave(lost) }))).toEqual([{ type: 'have not', piece: lost }]);
    expect([made.has.has(lost), made.has.count, made.has.has(block(2 ** 20 + 1).piece)]).toEqual([false, 6, true]);
  });

  test('a request that is taken back as a newer segment comes is the one that was made', () => {
    const indices = new LiveIndices();
    const made = live(indices);
    indices.reached(2 ** 20 - 1);
    for (let i = 0; i < LIMITS.requests; i++) made.receive(encodeMessage({ type: 'request', ...block(2 ** 20 - 1, i) }));
    indices.reached(2 ** 20 + 2);
    for (let i = 0; i < LIMITS.requests; i++) made.answered(block(2 ** 20 - 1, i));
    expect(() => made.receive(encodeMessage({ type: 'request', ...block(2 ** 20) }))).not.toThrow();
  });

  test('while nothing is known, indices are those near what the peer named; what it says it holds of an old number is nothing of the new one', () => {
    const [indices, number] = [new LiveIndices(), 2 ** 20 + 9];
    const made = live(indices);
    made.receive(cordwood(encodeHeld({ number, rendition: '480p', bitmap: Uint8Array.of(0x80) })));
    made.receive(encodeMessage({ type: 'have', piece: block(number).piece }));
    expect(made.has.has(block(number).piece)).toBe(true);
    const liar = live(indices);
    liar.receive(cordwood(encodeHeld({ number: 9, rendition: '480p', bitmap: Uint8Array.of(0x80) })));
    liar.receive(encodeMessage({ type: 'have', piece: block(number).piece }));
    expect([liar.has.has(block(9).piece), liar.has.has(block(number).piece)]).toEqual([true, false]);
  });

  test('messages about it mean nothing in a film’s swarm', () => {
    expect(greeted().receive(cordwood(encodeRecord(new Uint8Array(3))))).toEqual([]);
    expect(greeted().receive(cordwood(encodeHeld({ number: 1, rendition: '480p', bitmap: new Uint8Array(1) })))).toEqual([]);
  });
});
