import { expect, test } from 'vitest';
import { LowStart } from '../../src/player/low-start';

const player = (levels: number, loadLevel = 0, autoLevelCapping = -1) => ({ levels: { length: levels }, loadLevel, autoLevelCapping });

/** The cap after each of what happens one after another: whether webseeds are busy, and what is ahead in seconds. */
function caps(levels: ReturnType<typeof player>, ...steps: readonly (readonly [boolean, number])[]): number[] {
  const start = new LowStart();
  return steps.map(([busy, seconds]) => {
    start.choose(levels, busy, 1_000 * seconds);
    return levels.autoLevelCapping;
  });
}

test('a player stays on the lowest rung until it has eight seconds ahead, and comes back to it with less than three', () => {
  expect(caps(player(3), [true, 1], [true, 7.9], [true, 8])).toEqual([0, 0, -1]);
  expect(caps(player(3, 2), [true, 3], [true, 2.9], [true, 7.9], [true, 8])).toEqual([-1, 0, 0, -1]);
});

test('while webseeds have enough to spare it plays what it likes, also when they had little a moment ago', () => {
  expect(caps(player(3), [false, 1], [true, 2], [false, 2.5])).toEqual([-1, 0, -1]);
});

test('a film of one quality is left alone', () => {
  expect(caps(player(1), [true, 1])).toEqual([-1]);
});

test('a cap of the page comes back', () => {
  expect(caps(player(3, 0, 1), [true, 1], [true, 9], [true, 1], [false, 1])).toEqual([0, 1, 0, 1]);
});
