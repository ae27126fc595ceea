import { expect, test } from 'vitest';
import { LowStart } from '../../src/player/low-start';

/** A player of a ladder of these rates in Mbit/s. */
const player = (rates: readonly number[], autoLevelCapping = -1) => ({ levels: rates.map((rate) => ({ bitrate: 1e6 * rate })), autoLevelCapping });
const LADDER = [0.5, 1.5, 3];

/** The cap after each of what happens one after another: whether webseeds are busy, and what is ahead in seconds. */
function caps(levels: ReturnType<typeof player>, ...steps: readonly (readonly [boolean, number])[]): number[] {
  const start = new LowStart();
  return steps.map(([busy, seconds]) => {
    start.choose(levels, busy, 1_000 * seconds);
    return levels.autoLevelCapping;
  });
}

test('a player stays on the low rung until it has eight seconds ahead, and comes back to it with less than three', () => {
  expect(caps(player(LADDER), [true, 1], [true, 7.9], [true, 8])).toEqual([0, 0, -1]);
  expect(caps(player(LADDER), [true, 8], [true, 3], [true, 2.9], [true, 7.9], [true, 8])).toEqual([-1, -1, 0, 0, -1]);
});

test('a player that began high with a long segment before it heard of them comes to the low rung too', () => {
  expect(caps(player(LADDER), [false, 6], [true, 7], [true, 8])).toEqual([-1, 0, -1]);
});

test.each([
  ['that has at most a quarter of the highest rate', [0.5, 1, 1.25, 2.5, 5], 2],
  ['the lowest, where all have more than that', [1, 1.5, 2], 0],
])('the low rung is the highest one %s', (_, rates, low) => {
  expect(caps(player(rates), [true, 1])).toEqual([low]);
});

test('while webseeds have enough to spare it plays what it likes, also when they had little a moment ago', () => {
  expect(caps(player(LADDER), [false, 1], [true, 2], [false, 2.5])).toEqual([-1, 0, -1]);
});

test('a film of one quality is left alone, and one whose ladder is not known yet', () => {
  expect(caps(player([2]), [true, 1])).toEqual([-1]);
  expect(caps(player([]), [true, 1])).toEqual([-1]);
});

test('a cap of the page comes back, and is not touched where it is as low', () => {
  expect(caps(player(LADDER, 1), [true, 1], [true, 9], [true, 1], [false, 1])).toEqual([0, 1, 0, 1]);
  expect(caps(player([0.5, 1, 1.25, 2.5, 5], 1), [true, 1], [true, 9])).toEqual([1, 1]);
});

test('a cap that the page sets meanwhile stays', () => {
  const levels = player(LADDER);
  const start = new LowStart();
  start.choose(levels, true, 1_000);
  levels.autoLevelCapping = 1;
  start.choose(levels, true, 9_000);
  expect(levels.autoLevelCapping).toBe(1);
});
