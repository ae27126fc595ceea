import { describe, expect, test } from 'vitest';
import { Catalogue } from '../../src/content/catalogue';
import { Geometry } from '../../src/content/geometry';
import { swarmId } from '../../src/content/ids';
import type { PieceInSegment } from '../../src/content/ids';
import { Store, spareOf } from '../../src/content/store';
import type { Playback } from '../../src/engine-api';
import { wantedSegments } from '../../src/engine/wanted';
import { PIECES, segment } from '../schedule/scene';

const PIECE_BYTES = 32_768;
const SEGMENT_BYTES = PIECES * PIECE_BYTES;
const catalogue = new Catalogue();
const segments = Array.from({ length: 60 }, (_, i) => segment(i));
catalogue.add({ rendition: '720p', swarm: swarmId('ab'.repeat(20)), geometry: new Geometry(PIECE_BYTES), pieces: 240, segments });

const at = (seconds: number, rate = 1): Playback => ({ playheadMs: seconds * 1_000, rate, paused: false, bufferedAheadMs: 0, rendition: '720p' });
const numbers = (playbacks: readonly Playback[], storeBytes: number) =>
  [...wantedSegments(catalogue, playbacks, { horizonMs: 20_000, storeBytes }, 0).keys()].map(({ number }) => number);

/** How often each piece is fetched while the playheads move on for a minute, when everything that is wanted and not held is. */
function fetched(starts: readonly number[], storeBytes: number): number[] {
  const store = new Store(storeBytes);
  const times = new Map<string, number>();
  for (let second = 0; second < 60; second++) {
    const playbacks = starts.map((start) => at(start + second));
    const wanted = wantedSegments(catalogue, playbacks, { horizonMs: 60_000, storeBytes }, 0);
    const roots = new Set([...wanted.keys()].map(({ root }) => root));
    for (const { root, startMs } of wanted.keys()) {
      for (let piece = 0 as PieceInSegment; piece < PIECES; piece++) {
        if (store.has(root, piece)) continue;
        times.set(`${root}/${piece}`, (times.get(`${root}/${piece}`) ?? 0) + 1);
        const spare = (of: typeof root, start: number) => spareOf(roots.has(of), start, playbacks.map(({ playheadMs }) => playheadMs));
        store.put(root, piece, new Uint8Array(PIECE_BYTES), { startMs, bytesFromPeers: 0, spare });
      }
    }
  }
  return [...times.values()];
}

describe('what is wanted', () => {
  test('is what lies in the horizon when the store can hold it', () => expect(numbers([at(0)], 1e7)).toEqual([1, 2, 3, 4, 5]));

  test('is no more than the store can hold', () => expect(numbers([at(0)], 3.5 * SEGMENT_BYTES)).toEqual([1, 2, 3]));

  test('is needed at the playhead’s speed', () => {
    const deadlines = wantedSegments(catalogue, [at(0, 2)], { horizonMs: 9_000, storeBytes: 1e7 }, 1_000);
    expect([...deadlines.values()]).toEqual([1_000, 3_000, 5_000]);
  });

  test('of several players is fairly shared', () => expect(numbers([at(0), at(80)], 5 * SEGMENT_BYTES)).toEqual([1, 2, 21, 22]));
});

describe('a store smaller than the horizon', () => {
  test('has every piece fetched once', () => {
    const times = fetched([0], 5 * SEGMENT_BYTES);
    expect([times.length, Math.max(...times)]).toEqual([18 * PIECES, 1]);
  });

  test('has every piece fetched once for two players who are far apart', () => {
    expect(Math.max(...fetched([0, 100], 8 * SEGMENT_BYTES))).toBe(1);
  });
});
