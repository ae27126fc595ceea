import { expect, test } from 'vitest';
import { lineRate } from '../../src/engine/rate';

test('the rate of the line is the larger of what webseeds and peers bring', () => {
  expect([lineRate(2e6, 5e6), lineRate(5e6, 2e6)]).toEqual([5e6, 5e6]);
});

test('what was measured alone is the rate, and of nothing measured there is none', () => {
  expect([lineRate(2e6, null), lineRate(null, 5e6), lineRate(null, null)]).toEqual([2e6, 5e6, null]);
});
