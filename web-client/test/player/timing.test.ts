import { describe, expect, test } from 'vitest';
import type { Loaded } from '../../src/engine-api';
import { AppendTime, HonestTiming, momentsOf, Need, Patience, timeToNeedMs } from '../../src/player/timing';

const loaded = (change: Partial<Loaded>): Loaded => ({
  data: new ArrayBuffer(100_000),
  bytesFromPeers: 0,
  bytesFromWebseeds: 100_000,
  startedAt: 1_000,
  firstByteAt: 1_050,
  finishedAt: 1_250,
  activeMs: 250,
  bitsPerSecond: null,
  ...change,
});

describe('the time until a segment is needed', () => {
  test('is what lies between it and the playhead', () =>
    expect(timeToNeedMs(20, { currentTimeSeconds: 8, playbackRate: 1 })).toBe(12_000));
  test('is shorter when played faster', () => expect(timeToNeedMs(20, { currentTimeSeconds: 8, playbackRate: 2 })).toBe(6_000));
  test('is none once the playhead is there', () => expect(timeToNeedMs(4, { currentTimeSeconds: 8, playbackRate: 1 })).toBe(0));
  test('is counted at normal speed when playback stands still', () =>
    expect(timeToNeedMs(9, { currentTimeSeconds: 8, playbackRate: 0 })).toBe(1_000));
});

describe('a player’s need', () => {
  const at = (currentTimeSeconds: number, paused = false) => ({ currentTimeSeconds, playbackRate: 1, paused });

  test('is of where the player is', () => {
    const need = new Need(20);
    expect([need.ms(0, at(8)), need.ms(1_000, at(12)), need.ms(2_000, at(19))]).toEqual([12_000, 8_000, 1_000]);
  });

  test('grows more pressing although a player that waits for it stands still', () => {
    const need = new Need(1);
    expect([need.ms(0, at(0)), need.ms(400, at(0)), need.ms(1_000, at(0.9)), need.ms(1_500, at(0.9))]).toEqual([1_000, 1_000, expect.closeTo(100), 0]);
  });

  test('stands still while the player is paused, and goes on with it', () => {
    const need = new Need(20);
    expect([need.ms(0, at(8)), need.ms(9_000, at(8, true)), need.ms(10_000, at(9))]).toEqual([12_000, 12_000, 11_000]);
  });

  test('is not put off for ever by a pause', () => {
    const need = new Need(20);
    expect([need.ms(0, at(8)), need.ms(9_000, at(8, true)), need.ms(15_000, at(8, true)), need.ms(30_000, at(8, true))]).toEqual([12_000, 12_000, 6_500, 0]);
  });
});

describe('what hls.js is told of a finished load', () => {
  test('is the time the bytes were under way while nothing was measured', () => {
    const moments = momentsOf(loaded({}));
    expect(moments).toEqual({ start: 1_000, first: 1_000, end: 1_250 });
  });

  test('leaves out what was waited by choice', () => {
    const { start, end } = momentsOf(loaded({ finishedAt: 21_000, firstByteAt: 20_800, activeMs: 250 }));
    expect(end - start).toBe(250);
  });

  test('is as long as the network needs for as many bytes, with the latency before it', () => {
    const { start, first, end } = momentsOf(loaded({ bitsPerSecond: 4_000_000 }));
    expect(end - first).toBe(200);
    expect(first - start).toBe(50);
  });

  test('does not take the store for an endless line', () => {
    const { first, end } = momentsOf(loaded({ finishedAt: 1_001, firstByteAt: 1_001, activeMs: 0, bitsPerSecond: 1_000_000 }));
    expect((100_000 * 8_000) / (end - first)).toBe(1_000_000);
  });

  test('has no latency but what passed between the first request and the first byte', () => {
    const times = { startedAt: 0, firstByteAt: 12_060, finishedAt: 21_000, activeMs: 9_000 };
    const { start, first } = momentsOf(loaded({ ...times, bitsPerSecond: 8_000_000 }));
    expect(first - start).toBe(60);
  });
});

describe('a load under way', () => {
  test('counts from its start when it is needed at once', () =>
    expect(new Patience(1_000, 4_000).countedFrom(3_000, 0, null)).toBe(1_000));
  test('has not begun to count while its deadline is far', () =>
    expect(new Patience(1_000, 4_000).countedFrom(3_000, 20_000, null)).toBe(3_000));
  test('counts from when its deadline was one segment away, however long the playhead then waits', () => {
    const patience = new Patience(1_000, 4_000);
    expect(patience.countedFrom(30_000, 2_500, null)).toBe(28_500);
    expect(patience.countedFrom(90_000, 0, null)).toBe(28_500);
  });
  test('has not begun to count while the engine can make the deadline, near as it may be', () =>
    expect(new Patience(1_000, 4_000).countedFrom(30_000, 900, 800)).toBe(30_000));
  test('counts from the moment the engine says that the deadline is lost', () => {
    const patience = new Patience(1_000, 4_000);
    expect(patience.countedFrom(20_000, 9_000, 9_001)).toBe(20_000);
    expect(patience.countedFrom(21_000, 8_000, 10)).toBe(20_000);
    expect(new Patience(1_000, 4_000).countedFrom(20_000, 1_000, 1_001)).toBe(17_000);
  });
  test('counts once the deadline is over, whatever the engine hopes', () =>
    expect(new Patience(1_000, 4_000).countedFrom(30_000, 0, 0)).toBe(26_000));
});

test('the start moves along while loading and stands still once finished', () => {
  let now = 10;
  const timing = new HonestTiming(() => now);
  expect(timing.start).toBe(0);
  timing.begin();
  expect(timing.start).toBe(10);
  now = 20;
  expect(timing.start).toBe(20);
  timing.finish({ start: 15, first: 16, end: 18 });
  now = 30;
  expect([timing.start, timing.first, timing.end]).toEqual([15, 16, 18]);
});

describe('the time that a player takes to append', () => {
  const after = (...tooks: number[]): number => {
    const append = new AppendTime();
    for (const took of tooks) {
      append.handed(1_000);
      append.buffered(1_000 + took);
    }
    return append.ms;
  };

  test('is the slowest of late, which is forgotten by and by', () => expect([after(), after(50, 400, 100), after(400, 100, 100)]).toEqual([0, 280, 196]));
  test('is not without end', () => expect(after(60_000)).toBe(2_000));

  test('is told only of what was handed over', () => {
    const append = new AppendTime();
    append.buffered(5_000);
    append.handed(5_000);
    append.buffered(5_100);
    append.buffered(9_000);
    expect(append.ms).toBe(100);
  });
});
