import { describe, expect, test } from 'vitest';
import { BencodeError, decode, decodePrefix, encode } from '../../src/content/bencode';
import type { Bencoded } from '../../src/content/bencode';
import { hex, unhex } from '../../src/content/ids';
import { randomBytes, seeded } from '../random';
import { vectors } from '../vectors';
import type { Vector } from '../vectors';

type Tagged =
  | { readonly integer: string }
  | { readonly string: string }
  | { readonly list: readonly Tagged[] }
  | { readonly dictionary: readonly (readonly [string, Tagged])[] };

function latin1(digits: string): string {
  return String.fromCharCode(...unhex(digits));
}

function untag(tagged: Tagged): Bencoded {
  if ('integer' in tagged) return Number.isSafeInteger(Number(tagged.integer)) ? Number(tagged.integer) : BigInt(tagged.integer);
  if ('string' in tagged) return unhex(tagged.string);
  if ('list' in tagged) return tagged.list.map(untag);
  return new Map(tagged.dictionary.map(([key, value]) => [latin1(key), untag(value)]));
}

describe('the vectors of bencode', () => {
  test.each(vectors<Vector<string, { value?: Tagged; error?: string }>>('bencode'))('$name', ({ input, expect: { value } }) => {
    const bytes = unhex(input);
    if (value === undefined) {
      expect(() => decode(bytes)).toThrow(BencodeError);
      return;
    }
    expect(decode(bytes)).toEqual(untag(value));
    expect(hex(encode(untag(value)))).toBe(input);
  });
});

test('what is decoded encodes to the same bytes, and anything else is refused', () => {
  const random = seeded(20261122);
  const alphabet = 'ilde0123456789:-x';
  let accepted = 0;
  for (let i = 0; i < 20_000; i++) {
    const text = Array.from({ length: 1 + Math.floor(random() * 12) }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    const bytes = new TextEncoder().encode(text);
    let value: Bencoded;
    try {
      value = decode(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(BencodeError);
      continue;
    }
    accepted++;
    expect(hex(encode(value))).toBe(hex(bytes));
  }
  expect(accepted).toBeGreaterThan(20);
});

test('random values survive a round trip', () => {
  const random = seeded(7);
  const value = (depth: number): Bencoded => {
    const kind = Math.floor(random() * (depth > 3 ? 2 : 4));
    if (kind === 0) return Math.floor((random() - 0.5) * 2 ** 40);
    if (kind === 1) return randomBytes(random, Math.floor(random() * 20));
    if (kind === 2) return Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1));
    return new Map(Array.from({ length: Math.floor(random() * 4) }, (_, i) => [String.fromCharCode(97 + i), value(depth + 1)] as const));
  };
  for (let i = 0; i < 500; i++) {
    const one = value(0);
    expect(decode(encode(one))).toEqual(one);
  }
});

test('a value tells where it ends when something follows', () => {
  expect(decodePrefix(new TextEncoder().encode('i42erest'))).toEqual({ value: 42, length: 4 });
});

test('lists nested without end are refused, not followed', () => {
  expect(() => decode(new TextEncoder().encode('l'.repeat(100_000)))).toThrow(BencodeError);
});
