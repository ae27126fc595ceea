import { expect, test } from 'vitest';
import { playbackOf } from '../../src/player/reporter';

const ranges = (...pairs: readonly (readonly [number, number])[]) => ({
  length: pairs.length,
  start: (i: number) => pairs[i]?.[0] ?? 0,
  end: (i: number) => pairs[i]?.[1] ?? 0,
});

const media = (currentTime: number, buffered: ReturnType<typeof ranges>) => ({ currentTime, playbackRate: 1.5, paused: false, buffered });

test('the engine is told where playback is', () => {
  expect(playbackOf(media(12, ranges([0, 42])), 12, '720p')).toEqual({
    playheadMs: 12_000,
    rate: 1.5,
    paused: false,
    bufferedAheadMs: 30_000,
    rendition: '720p',
  });
});

test('only what is buffered without a gap from the playhead counts', () => {
  expect(playbackOf(media(12, ranges([0, 14], [15, 40])), 12, null).bufferedAheadMs).toBe(2_000);
  expect(playbackOf(media(50, ranges([0, 14], [15, 40])), 50, null).bufferedAheadMs).toBe(0);
  expect(playbackOf(media(0, ranges([0.05, 4])), 0, null).bufferedAheadMs).toBe(4_000);
});
