import { describe, expect, test } from 'vitest';
import type { PieceIndex } from '../../src/content/ids';
import { LivePieces, liveNumber, livePiece, liveRendition } from '../../src/content/live-pieces';
import { seeded } from '../random';

describe('a live piece', () => {
  test('has the index that its number, its rendition and its place make', () => {
    expect([livePiece(1, 0, 0), livePiece(1, 1, 2), livePiece(2 ** 20 - 1, 7, 511)]).toEqual([4_096, 4_610, 2 ** 32 - 1]);
  });

  test('is found again from its index, above 2^31 too', () => {
    const random = seeded(3);
    for (let i = 0; i < 1_000; i++) {
      const [number, rendition, piece] = [Math.floor(random() * 2 ** 20), Math.floor(random() * 8), Math.floor(random() * 512)];
      const index = livePiece(number, rendition, piece);
      expect([liveNumber(index), liveRendition(index), index % 512]).toEqual([number, rendition, piece]);
    }
  });

  test.each([
    [2 ** 20, 0, 0],
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
