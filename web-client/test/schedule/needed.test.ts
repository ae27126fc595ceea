import { expect, test } from 'vitest';
import type { Segment } from '../../src/content/records';
import { askedForMs, isToldAtOnce, neededInMs } from '../../src/schedule/needed';

const segment = { rendition: '720p', startMs: 20_000, durationMs: 4_000 } as Segment;
const at = (playheadMs: number | null, rendition: string | null = '720p') => ({ playheadMs, rendition });

test.each([
  ['nobody', [], Infinity],
  ['the first of those who come to it', [at(3_000), at(12_000), at(5_000)], 8_000],
  ['who is in it', [at(21_000), at(3_000)], 0],
  ['who has passed it', [at(24_000)], Infinity],
  ['who watches another rendition', [at(12_000, '480p')], Infinity],
  ['who does not say where it is', [at(null), at(null, null)], Infinity],
])('a segment is needed as soon as %s needs it', (_, peers, ms) => {
  expect(neededInMs(segment, peers)).toBe(ms);
});

test.each([
  ['this viewer', 8_001, [], true],
  ['a peer', 3_000, [at(8_001)], true],
  ['nobody', 8_000, [at(8_000)], false],
])('it is told of at once where %s needs it within twelve seconds', (_, playheadMs, peers, atOnce) => {
  expect(isToldAtOnce(segment, playheadMs, peers)).toBe(atOnce);
});

test.each([
  ['is to be played', segment, 12_000, 8_000],
  ['is to be played, of another rendition than it says that it plays', { ...segment, rendition: 'sound' }, 12_000, 8_000],
  ['plays now', segment, 21_000, 0],
  ['was played', segment, 24_001, 60_000],
  ['nobody knows', null, 12_000, 60_000],
  ['somebody needs whose playhead nobody knows', segment, null, 60_000],
])('what %s is needed when its time comes, or late', (_, asked, playheadMs, ms) => {
  expect(askedForMs(asked, playheadMs)).toBe(ms);
});
