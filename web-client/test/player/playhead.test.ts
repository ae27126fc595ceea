import { expect, test } from 'vitest';
import { playheadSeconds } from '../../src/player/playhead';

const media = (currentTime: number, buffered: number, played: number) => ({ currentTime, buffered: { length: buffered }, played: { length: played } });

test('a player that has nothing yet is where it will begin', () => {
  expect(playheadSeconds(media(0, 0, 0), 14)).toBe(14);
  expect(playheadSeconds(media(20, 0, 0), 14)).toBe(20);
});

test('a start that is not known is no place', () => expect(playheadSeconds(media(0, 0, 0), -1)).toBe(0));

test('a player that has begun is where its clock says, also when a seek has left its buffer empty', () => {
  expect(playheadSeconds(media(3, 1, 0), 14)).toBe(3);
  expect(playheadSeconds(media(3, 0, 1), 14)).toBe(3);
});
