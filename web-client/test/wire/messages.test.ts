import { describe, expect, test } from 'vitest';
import { peerId, swarmId } from '../../src/content/ids';
import type { PieceIndex } from '../../src/content/ids';
import { encodeHandshake, encodeMessage } from '../../src/wire/encoder';
import type { Writable } from '../../src/wire/encoder';
import { LIMITS, Violation } from '../../src/wire/messages';
import type { Handshake, WireMessage } from '../../src/wire/messages';
import { WireParser } from '../../src/wire/parser';
import { randomBytes, seeded } from '../random';

const handshake = { swarm: swarmId('ab'.repeat(20)), peer: peerId('2d4357303030312d'.padEnd(40, '0')), extended: true, fast: true };
const greeting = encodeHandshake(handshake);
const piece = 7 as PieceIndex;

const messages: Writable[] = [
  { type: 'keep alive' },
  { type: 'choke' },
  { type: 'unchoke' },
  { type: 'interested' },
  { type: 'not interested' },
  { type: 'have all' },
  { type: 'have none' },
  { type: 'have', piece },
  { type: 'bitfield', bits: Uint8Array.of(0xa5, 0x80) },
  { type: 'request', piece, begin: 16_384, length: 16_384 },
  { type: 'cancel', piece, begin: 0, length: 9 },
  { type: 'reject', piece, begin: 0, length: 16_384 },
  { type: 'piece', piece, begin: 32_768, data: randomBytes(seeded(1), 16_384) },
  { type: 'extended', id: 1, payload: Uint8Array.of(0x64, 0x65) },
];

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function readWhole(stream: Uint8Array, cut: (left: number) => number): (Handshake | WireMessage)[] {
  const parser = new WireParser();
  const read: (Handshake | WireMessage)[] = [];
  for (let at = 0; at < stream.length; ) {
    const take = Math.max(1, Math.min(stream.length - at, cut(stream.length - at)));
    read.push(...parser.push(stream.slice(at, at + take)));
    at += take;
  }
  return read;
}

test('the handshake is BEP 3’s, with the bits of BEP 10 and BEP 6 and never that of v2', () => {
  expect([...greeting.subarray(0, 28)]).toEqual([19, ...new TextEncoder().encode('BitTorrent protocol'), 0, 0, 0, 0, 0, 0x10, 0, 0x04]);
  expect(greeting).toHaveLength(68);
});

test('a request has the bytes that BEP 3 gives it', () => {
  expect([...encodeMessage({ type: 'request', piece, begin: 16_384, length: 16_384 })]).toEqual([0, 0, 0, 13, 6, 0, 0, 0, 7, 0, 0, 0x40, 0, 0, 0, 0x40, 0]);
});

describe('a stream is read the same however it is cut', () => {
  const stream = joined([greeting, ...messages.map(encodeMessage)]);
  const expected = [{ type: 'handshake', ...handshake }, ...messages];
  test('in one chunk', () => expect(readWhole(stream, (left) => left)).toEqual(expected));
  test('byte by byte', () => expect(readWhole(stream.slice(0, 400), () => 1)).toEqual(readWhole(stream.slice(0, 400), (left) => left)));
  test.each([1, 2, 3, 4, 5])('at random, seed %i', (seed) => {
    const random = seeded(seed);
    expect(readWhole(stream, () => Math.floor(random() * 5_000))).toEqual(expected);
  });
});

test.each([
  ['another protocol', Uint8Array.of(18), 'protocol'],
  ['a message that is too long', joined([greeting, Uint8Array.of(0, 4, 0, 1)]), 'too long'],
  ['a have of three bytes', joined([greeting, Uint8Array.of(0, 0, 0, 4, 4, 0, 0, 0)]), 'length'],
  ['an unchoke with a body', joined([greeting, Uint8Array.of(0, 0, 0, 2, 1, 0)]), 'length'],
  ['a piece without an offset', joined([greeting, Uint8Array.of(0, 0, 0, 5, 7, 0, 0, 0, 0)]), 'length'],
] as const)('%s is a violation, and stays one', (_, bytes, code) => {
  const parser = new WireParser();
  expect(() => parser.push(bytes)).toThrow(expect.objectContaining({ code }));
  expect(() => parser.push(new Uint8Array(1))).toThrow(Violation);
});

test('the longest message is allowed, and ids that are not known are passed over', () => {
  const parser = new WireParser();
  parser.push(greeting);
  const long = new Uint8Array(4 + LIMITS.messageBytes);
  new DataView(long.buffer).setUint32(0, LIMITS.messageBytes);
  long[4] = 99;
  expect(parser.push(long)).toEqual([{ type: 'ignored', id: 99 }]);
});

test('arbitrary bytes give messages or a violation', () => {
  const random = seeded(42);
  for (let run = 0; run < 2_000; run++) {
    const parser = new WireParser();
    parser.push(greeting);
    const noise = randomBytes(random, 40);
    if (random() < 0.8) noise.set([0, 0, 0, Math.floor(random() * 20)]);
    try {
      for (const message of parser.push(noise)) expect(message.type).toBeTypeOf('string');
    } catch (error) {
      expect(error).toBeInstanceOf(Violation);
    }
  }
});

test('neither empty chunks nor chunks of one byte pile up', () => {
  const parser = new WireParser();
  parser.push(greeting);
  parser.push(Uint8Array.of(0, 1, 0, 0, 99));
  for (let i = 0; i < 5_000; i++) parser.push(new Uint8Array(i % 2));
  expect(parser.parts).toBeLessThan(300);
  expect(parser.push(new Uint8Array(65_535 - 2_500))).toEqual([{ type: 'ignored', id: 99 }]);
});
