import { describe, expect, test } from 'vitest';
import type { PieceInSegment } from '../../src/content/ids';
import { hash01, hash01After } from '../../src/schedule/hash';
import { RING_SLOTS, slotOf } from '../../src/schedule/ring';
import type { Vector } from '../vectors';
import { vectors } from '../vectors';

interface RingInput {
  readonly rendition: string;
  readonly epoch: number;
  readonly number: number;
  readonly pieces: number;
  readonly piece: PieceInSegment;
}

describe('the vectors of the ring', () => {
  test.each(vectors<Vector<RingInput, number>>('ring'))('$name', ({ input, expect: slot }) => {
    expect(slotOf(input, input.piece)).toBe(slot);
  });
});

test('a place on the ring depends on the segment and the piece, whatever was asked before', () => {
  const all = vectors<Vector<RingInput, number>>('ring').map(({ input }) => input);
  const pieces = [0, 1] as PieceInSegment[];
  const inTurn = pieces.flatMap((piece) => all.map((segment) => slotOf(segment, piece)));
  const oneByOne = pieces.flatMap((piece) => all.map((segment) => slotOf({ ...segment }, piece)));
  expect(inTurn).toEqual(oneByOne);
  for (const segment of all) expect(pieces.map((piece) => slotOf(segment, piece))).toEqual(pieces.map((piece) => slotOf({ ...segment }, piece)));
});

test('a text is hashed as well in two parts', () => {
  expect(hash01After('p1#')('23')).toBe(hash01('p1#23'));
});

test('segments begin all around the ring', () => {
  const quarters = [0, 0, 0, 0];
  for (let number = 1; number <= 4_000; number++) {
    const quarter = Math.floor((slotOf({ rendition: '720p', epoch: 0, number, pieces: 6 }, 0 as PieceInSegment) * 4) / RING_SLOTS);
    quarters[quarter] = (quarters[quarter] ?? 0) + 1;
  }
  for (const count of quarters) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
