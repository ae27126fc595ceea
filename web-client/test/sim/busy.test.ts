import { expect, test } from 'vitest';
import { Busy } from '../../sim/busy';

/* As CrowdsTest.java has it: a film of 2 Mbit/s. */
const webseeds = (mbit: number) => new Busy(1_000 * mbit, 2_000);

test('webseeds are busy from half of their capacity until a quarter', () => {
  const busy = webseeds(100);
  let bytes = 0;
  const seen = [49, 50, 25, 24, 49].map((mbit, i) => {
    bytes += (mbit * 1e6 * 5) / 8;
    busy.tick(bytes, 5_000 * (i + 1));
    return busy.at(5_000 * (i + 1));
  });
  expect(seen).toEqual([false, true, true, false, false]);
});

test('a crowd is seen before webseeds tell of it, and is over when nobody comes', () => {
  const busy = webseeds(60);
  let alone = 0;
  for (; alone < 100 && !busy.at(60 * alone); alone++) busy.joined(60 * alone);
  expect(alone).toBeGreaterThan(5);
  expect(alone).toBeLessThan(20);
  expect(busy.at(60 * alone + 10_000)).toBe(false);
});

test('viewers who come one after another are no crowd', () => {
  const busy = webseeds(60);
  const seen = Array.from({ length: 100 }, (_, i) => {
    busy.joined(1_000 * i);
    return busy.at(1_000 * i);
  });
  expect(seen).not.toContain(true);
});
