import { describe, expect, test } from 'vitest';
import { needOf } from '../../src/schedule/urgent';
import { plan } from '../../src/schedule/plan';
import type { ScheduleState } from '../../src/schedule/types';
import { elect } from '../../src/schedule/election';
import { neighbour, peer, scene, segment, wanted } from './scene';

const fetches = (state: ScheduleState, nowMs: number) => plan(state, nowMs).filter((request) => request.type === 'fetch');

/** When, if ever before it is urgent, a viewer goes to a webseed for a segment that the player asked for at 0 and needs at 36 s. */
function fallsBackAt(state: ScheduleState): number | null {
  for (let now = 0; now < 30_000; now += 50) if (fetches(state, now).some(({ reason }) => reason === 'impatient')) return now;
  return null;
}

const viewers = [0, 1, 2, 3, 4, 5, 6, 7];
const seenBy = (viewer: number, changes: Partial<ScheduleState> = {}) =>
  scene({
    self: peer(viewer),
    segments: [wanted(9, { demanded: true })],
    peers: viewers.filter((other) => other !== viewer).map((other) => neighbour(other, [])),
    settled: false,
    ...changes,
  });

describe('a viewer with a full buffer', () => {
  test('waits for peers as long as the node allows, and those who share a neighbourhood run out one by one', () => {
    const times = viewers.map((viewer) => ({ rank: elect(segment(9), seenBy(viewer)).rank, at: fallsBackAt(seenBy(viewer)) ?? -1 }));
    for (const { rank, at } of times) {
      if (rank <= 1) expect(at).toBe(8_050);
      else expect([at >= 10_000, at <= 16_050]).toEqual([true, true]);
    }
    expect(new Set(times.map(({ at }) => at)).size).toBeGreaterThan(5);
  });

  test('waits longer when the node asks for patience', () => {
    for (const viewer of viewers) expect(fallsBackAt(seenBy(viewer, { patienceMs: 20_000 })) ?? Infinity).toBeGreaterThan(20_000);
  });

  test('waits for what a peer has', () => {
    const state = seenBy(3);
    const peers = state.peers.map((other, i) => (i === 0 ? neighbour(0, [9]) : other));
    expect(fallsBackAt(scene({ ...state, peers }))).toBeNull();
  });

  test('has patience without end with what the player did not ask for', () => {
    expect(fallsBackAt(seenBy(3, { segments: [wanted(9)] }))).toBeNull();
  });
});

describe('a viewer of a thin cohort', () => {
  test('is as patient as any other: what its peers can bring is not asked of webseeds', () => {
    for (const viewer of viewers) expect(fallsBackAt(seenBy(viewer, { thin: true }))).toBe(fallsBackAt(seenBy(viewer)));
  });

  test('leaves to peers what they have until it is urgent, and then nothing', () => {
    const state = scene({ thin: true, segments: [wanted(1, { demanded: true })], peers: [neighbour(1, [1])] });
    expect(fetches(state, 2_700)).toEqual([]);
    expect(fetches(state, 2_900)).toHaveLength(1);
    expect(fetches({ ...state, thin: false }, 2_900)).toEqual([]);
  });

  test('still leaves to others what the player did not ask for', () => {
    expect(fetches(seenBy(3, { thin: true, segments: [wanted(9)] }), 0)).toEqual([]);
  });
});

describe('the need of a fetch', () => {
  test('is now in the urgent zone, soon within ten seconds, else ahead', () => {
    expect([needOf(-5, 100), needOf(1_199, 100), needOf(1_200, 100), needOf(9_999, 100), needOf(10_000, 100)]).toEqual(['now', 'now', 'soon', 'soon', 'ahead']);
    expect(needOf(2_499, 0)).toBe('now');
  });

  test('is told to the webseed', () => {
    const state = scene({ segments: [wanted(0, { demanded: true }), wanted(9, { demanded: true })] });
    expect(fetches(state, 0).map(({ need }) => need)).toEqual(['now', 'ahead']);
  });

  test('keeps what is ahead from a webseed that refused such lately, and nothing else', () => {
    const webseed = { freeSlots: 2, urgentSlots: 2, slots: 2, segmentMs: 100, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: false };
    const state = scene({ segments: [wanted(2, { demanded: true }), wanted(9, { demanded: true })], webseed });
    expect(fetches(state, 0).map((fetch) => fetch.segment.number)).toEqual([3]);
    expect(fetches(state, 27_000).map((fetch) => fetch.segment.number)).toEqual([3, 10]);
  });
});
