import { expect, test } from 'vitest';
import { Stalls } from '../../src/engine/stalls';

test('a page that is looked at regularly does not stand still', () => {
  const stalls = new Stalls();
  expect([0, 250, 1_250, 2_450].map((nowMs) => stalls.look(nowMs))).toEqual([false, false, false, false]);
  expect(stalls.since(0)).toBe(0);
});

test('the time that a page stood still is told from any moment on', () => {
  const stalls = new Stalls();
  stalls.look(0);
  expect([stalls.look(2_000), stalls.look(2_250), stalls.look(4_250)]).toEqual([true, false, true]);
  expect([0, 1_500, 2_000, 3_500, 4_250].map((atMs) => stalls.since(atMs))).toEqual([4_000, 2_500, 2_000, 750, 0]);
});

test('what is long ago is forgotten', () => {
  const stalls = new Stalls();
  stalls.look(0);
  stalls.look(2_000);
  for (let nowMs = 2_250; nowMs <= 40_000; nowMs += 250) stalls.look(nowMs);
  stalls.look(43_000);
  expect(stalls.since(0)).toBe(3_000);
});
