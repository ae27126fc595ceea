import { describe, expect, test } from 'vitest';
import type { PieceInSegment } from '../../src/content/ids';
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

test('segments begin all around the ring', () => {
  const quarters = [0, 0, 0, 0];
  for (let number = 1; number <= 4_000; number++) {
    const quarter = Math.floor((slotOf({ rendition: '720p', epoch: 0, number, pieces: 6 }, 0 as PieceInSegment) * 4) / RING_SLOTS);
    quarters[quarter] = (quarters[quarter] ?? 0) + 1;
  }
  for (const count of quarters) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
