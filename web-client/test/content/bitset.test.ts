import { expect, test } from 'vitest';
import { Bitset } from '../../src/content/bitset';
import type { PieceIndex } from '../../src/content/ids';
import { seeded } from '../random';

test('piece 0 is the high bit of the first byte', () => {
  const set = new Bitset(10);
  set.add(0 as PieceIndex);
  set.add(9 as PieceIndex);
  expect([...set.bytes()]).toEqual([0x80, 0x40]);
});

test('a bitfield of the wrong length or with a spare bit set is refused', () => {
  expect([Bitset.read(Uint8Array.of(0), 9), Bitset.read(Uint8Array.of(0, 0x40), 9), Bitset.read(Uint8Array.of(0, 0, 0), 9)]).toEqual([null, null, null]);
  expect(Bitset.read(Uint8Array.of(0xff, 0x80), 9)?.count).toBe(9);
});

test('members are counted whatever is added and taken', () => {
  const random = seeded(5);
  const set = new Bitset(77);
  const model = new Set<number>();
  for (let i = 0; i < 3_000; i++) {
    const piece = Math.floor(random() * 90);
    if (random() < 0.6) {
      set.add(piece as PieceIndex);
      if (piece < 77) model.add(piece);
    } else {
      set.delete(piece as PieceIndex);
      model.delete(piece);
    }
    expect(set.count).toBe(model.size);
  }
  expect(Bitset.read(set.bytes(), 77)?.count).toBe(model.size);
});
