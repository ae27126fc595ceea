import { expect, test } from 'vitest';
import type { Segment } from '../../src/content/records';
import { askedForMs, neededInMs, tellWithinMs } from '../../src/schedule/needed';

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
  ['now, as this viewer does', 20_000, [], 40],
  ['in one and a half seconds, as a peer does', 0, [at(18_500)], 40],
  ['in two and a half seconds, before this viewer', 15_000, [at(17_500), at(3_000)], 100],
  ['in two and a half seconds, who plays another rendition', 3_000, [at(17_500, 'sound')], 100],
  ['in four seconds', 16_000, [at(null)], 200],
  ['in four seconds, while this viewer has played it', 24_000, [at(16_000), at(25_000)], 200],
  ['in four seconds, while nobody knows where this viewer is', NaN, [at(16_000)], 200],
  ['in five seconds', 15_000, [], 250],
  ['in seventeen seconds', 3_000, [at(3_000)], 250],
  ['never', 24_000, [], 250],
])('a piece that somebody needs %s is told of the sooner for it', (_, playheadMs, peers, withinMs) => {
  expect(tellWithinMs(segment, playheadMs, peers)).toBe(withinMs);
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
