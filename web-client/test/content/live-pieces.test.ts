import { describe, expect, test } from 'vitest';
import type { PieceIndex } from '../../src/content/ids';
import { LiveIndices, LivePieces, liveIndex, liveNumber, livePiece, liveRendition } from '../../src/content/live-pieces';
import { seeded } from '../random';

describe('a live piece', () => {
  test('has the index that its number, its rendition and its place make', () => {
    expect([livePiece(1, 0, 0), livePiece(1, 1, 2), livePiece(2 ** 20 - 1, 7, 511), livePiece(2 ** 31 - 1, 7, 511)]).toEqual([4_096, 4_610, 2 ** 32 - 1, 2 ** 43 - 1]);
  });

  test('is found again from its index, above 2^32 too', () => {
    const random = seeded(3);
    for (let i = 0; i < 1_000; i++) {
      const [number, rendition, piece] = [Math.floor(random() * 2 ** 31), Math.floor(random() * 8), Math.floor(random() * 512)];
      const index = livePiece(number, rendition, piece);
      expect([liveNumber(index), liveRendition(index), index % 512]).toEqual([number, rendition, piece]);
    }
  });

  test('is found again from its 32 bits on the wire by any number that is near', () => {
    const random = seeded(4);
    for (let i = 0; i < 2_000; i++) {
      const number = Math.floor(random() * 2 ** (i % 2 === 0 ? 22 : 31));
      const near = Math.max(0, number - 2 ** 19 + Math.floor(random() * 2 ** 20));
      const index = livePiece(number, Math.floor(random() * 8), Math.floor(random() * 512));
      expect(liveIndex(index % 2 ** 32, near), `${number} near ${near}`).toBe(index);
    }
  });

  test('of a number 2^19 or more from the newest is read as another’s, and so is one before the beginning', () => {
    const wire = livePiece(2 ** 20 + 5, 1, 2) % 2 ** 32;
    expect(liveNumber(liveIndex(wire, 2 ** 20 + 5 + 2 ** 19))).toBe(2 ** 21 + 5);
    expect(liveNumber(liveIndex(wire, 2 ** 19 + 4))).toBe(5);
    expect(liveNumber(liveIndex(livePiece(2 ** 20 - 1, 1, 2), 3))).toBe(2 ** 20 - 1);
  });

  test('is read by the newest number that is known, and by what its sender says only while none is', () => {
    const indices = new LiveIndices();
    const wire = livePiece(2 ** 20 + 5, 1, 2) % 2 ** 32;
    expect([0, 7, 2 ** 20, 2 ** 22].map((told) => liveNumber(indices.read(wire, told)))).toEqual([5, 5, 2 ** 20 + 5, 2 ** 22 + 5]);
    for (const number of [2 ** 20 - 2, 2 ** 20 - 1, 2 ** 20 - 3]) indices.reached(number);
    expect(liveNumber(indices.read(wire, 2 ** 22))).toBe(2 ** 20 + 5);
    expect(liveNumber(indices.read(livePiece(2 ** 20 - 3, 1, 2), 0))).toBe(2 ** 20 - 3);
  });

  test.each([
    [2 ** 31, 0, 0],
    [1, 16, 0],
    [1, 0, 512],
    [1, -1, 0],
    [0.5, 0, 0],
  ])('of number %d, rendition %d and place %d is none', (number, rendition, piece) => {
    expect(() => livePiece(number, rendition, piece)).toThrow();
  });
});

describe('a set of live pieces', () => {
  const at = (number: number, piece: number, rendition = 0): PieceIndex => livePiece(number, rendition, piece);

  test('holds, counts and forgets as a plain set would', () => {
    const random = seeded(11);
    const set = new LivePieces();
    const model = new Set<PieceIndex>();
    for (let i = 0; i < 5_000; i++) {
      const piece = at(Math.floor(random() * 40), Math.floor(random() * 512), Math.floor(random() * 3));
      const what = random();
      if (what < 0.6) {
        set.add(piece);
        model.add(piece);
      } else if (what < 0.99) {
        set.delete(piece);
        model.delete(piece);
      } else {
        const before = Math.floor(random() * 20);
        set.forget(before);
        for (const one of model) if (liveNumber(one) < before) model.delete(one);
      }
      expect([set.count, set.has(piece)]).toEqual([model.size, model.has(piece)]);
    }
    expect([...set.each()]).toEqual([...model].sort((a, b) => a - b));
  });

  test('never holds more than so many segments: those of the lowest numbers leave', () => {
    const set = new LivePieces(3);
    for (const number of [9, 7, 8, 6, 10]) set.add(at(number, 5));
    expect([...set.each()]).toEqual([at(8, 5), at(9, 5), at(10, 5)]);
    expect(set.count).toBe(3);
  });

  test('goes on over the number where indices on the wire begin anew: its order, what it forgets and what leaves', () => {
    const numbers = Array.from({ length: 7 }, (_, i) => 2 ** 20 - 3 + i);
    const set = new LivePieces(7);
    for (const number of [...numbers].reverse()) set.add(at(number, 5));
    expect([...set.each()].map(liveNumber)).toEqual(numbers);
    set.add(at(2 ** 20 + 4, 5));
    expect([set.has(at(2 ** 20 - 3, 5)), set.has(at(2 ** 20, 5)), set.count]).toEqual([false, true, 7]);
    set.forget(2 ** 20 + 1);
    expect(set.firsts().map(liveNumber)).toEqual([1, 2, 3, 4].map((i) => 2 ** 20 + i));
    expect([set.has(at(1, 5)), set.has(at(2 ** 20 + 1, 5))]).toEqual([false, true]);
  });

  test('tells a segment’s pieces as a bitmap, no longer than it need be', () => {
    const set = new LivePieces();
    for (const piece of [0, 9]) set.add(at(4, piece));
    expect([...set.bitmap(at(4, 0))]).toEqual([0x80, 0x40]);
    expect([...set.bitmap(at(5, 0))]).toEqual([]);
    set.delete(at(4, 9));
    expect([...set.bitmap(at(4, 0))]).toEqual([0x80]);
    set.delete(at(4, 0));
    expect([set.firsts(), set.count]).toEqual([[], 0]);
  });
});
