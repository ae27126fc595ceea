import { describe, expect, test } from 'vitest';
import { plan } from '../../src/schedule/plan';
import type { Duty, Request, ScheduleState } from '../../src/schedule/types';
import { isBetterLeft } from '../../src/schedule/fetch';
import { neighbour, piece, scene, segment, wanted } from './scene';

const fetches = (requests: readonly Request[]) => requests.filter((request) => request.type === 'fetch');
const needs = (state: ScheduleState, now: number) => fetches(plan(state, now)).map(({ need }) => need);
const taking = (segmentMs: number) => ({ freeSlots: 2, urgentSlots: 2, slots: 2, segmentMs, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true });

/** Owns everything. */
const duty: Duty = { owns: () => 'own', backupAfterMs: 2_000 };

describe('a webseed that takes long', () => {
  test('is not asked for more than two segments ahead, however long', () => {
    const state = scene({ segments: [wanted(10)], webseed: taking(30_000) });
    expect([fetches(plan(state, 29_000)).length, fetches(plan(state, 34_000)).length]).toEqual([0, 1]);
  });

  test('is left alone with what peers bring before it would', () => {
    /** 128 KiB that the player waits for, and a peer who has brought so much in a second. */
    const at = (segmentMs: number, bytesPerMs: number, changes: Partial<ScheduleState> = {}) =>
      fetches(plan(scene({ segments: [wanted(0, { demanded: true })], peers: [neighbour(1, [0], { bytesPerMs })], webseed: taking(segmentMs), ...changes }), 500)).length;
    expect([at(900, 131), at(1_100, 131), at(1_100, 100), at(1_100, 0)]).toEqual([1, 0, 1, 1]);
    expect([at(3_000, 0), at(3_000, 50, { thin: true })]).toEqual([0, 0]);
    const told = (toldWaitMs: number) => at(1_100, 131, { webseed: { ...taking(1_100), toldWaitMs } });
    expect([told(0), told(999), told(1_000)]).toEqual([1, 1, 0]);
  });

  test('is asked first for what nobody else has', () => {
    const state = (held: readonly number[]) => scene({ segments: [wanted(0, { demanded: true })], peers: [neighbour(1, held)] });
    expect([needs(state([]), 500), needs(state([0]), 500)]).toEqual([['now'], ['soon']]);
    const peers = [neighbour(1, [], { has: (index) => index === segment(0).firstPiece })];
    expect(needs(scene({ segments: [wanted(0, { demanded: true })], peers }), 500)).toEqual(['now']);
  });

  test('is asked at once for what all will need within ten seconds', () => {
    const state = (playheadMs: number) => scene({ segments: [wanted(9)], peers: [neighbour(1, [], { playheadMs })], duty });
    expect([needs(state(0), 0), needs(state(25_900), 0), needs(state(26_100), 0)]).toEqual([['ahead'], ['ahead'], ['now']]);
    const refusing = { ...taking(100), takesAhead: false };
    expect([needs({ ...state(0), webseed: refusing }, 0), needs({ ...state(26_100), webseed: refusing }, 0)]).toEqual([[], ['now']]);
  });
});

test('an owner who has just come reaches as far as the neighbour who is foremost needs it', () => {
  const at = (playheadMs: number, rendition = '720p') => fetches(plan(scene({ segments: [wanted(9)], peers: [neighbour(1, [], { playheadMs, rendition })], duty, metForMs: 0 }), 0)).length;
  expect([at(0), at(23_900), at(24_100)]).toEqual([0, 0, 1]);
  expect([at(24_100, '360p'), at(40_100)]).toEqual([0, 0]);
});

describe('a request that waits at a webseed', () => {
  const pieces = [piece(3, 0).index, piece(3, 1).index];
  const missing = wanted(3, { pieces: [piece(3, 0), piece(3, 1)] });
  const halves = (bytesPerMs: number) => [0, 1].map((half) => neighbour(half + 1, [], { bytesPerMs, has: (index) => index === pieces[half] }));

  test('is better left after a second, when askable peers hold all of it', () => {
    const left = (waitedMs: number, peers = halves(1_000)) => isBetterLeft(waitedMs, null, pieces, missing, peers, 0);
    expect([left(999), left(1_000), left(1_000, halves(1_000).slice(1))]).toEqual([false, true, false]);
  });

  test('waits on, when peers do not bring it before it is needed, nor in as long again', () => {
    const left = (bytesPerMs: number, nowMs: number) => isBetterLeft(1_000, null, pieces, missing, halves(bytesPerMs), nowMs);
    expect([left(4, 0), left(4, 10_000), left(33, 10_000), left(33, 13_000), left(0, 13_000)]).toEqual([true, false, true, true, true]);
    expect(left(32, 13_000)).toBe(false);
  });

  test('waits on at a webseed that says that nobody waits there, for three seconds: it may be the line or the machine that is slow', () => {
    const left = (toldWaitMs: number, waitedMs = 1_000) => isBetterLeft(waitedMs, toldWaitMs, pieces, missing, halves(1_000), 0);
    expect([left(0), left(999), left(1_000)]).toEqual([false, false, true]);
    expect([left(0, 2_999), left(0, 3_000)]).toEqual([false, true]);
  });

  test('is not given up only to be made again', () => {
    const slow = halves(4);
    const state = scene({ segments: [{ ...missing, demanded: true, demandedAtMs: 0 }], peers: slow, webseed: taking(1_000) });
    expect(fetches(plan(state, 11_500)).length).toBe(1);
    expect(isBetterLeft(1_000, null, pieces, missing, slow, 11_500)).toBe(false);
  });
});
