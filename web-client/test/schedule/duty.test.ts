import { describe, expect, test } from 'vitest';
import { plan } from '../../src/schedule/plan';
import type { Duty, Request, ScheduleState } from '../../src/schedule/types';
import { PIECES, neighbour, peer, piece, scene, wanted } from './scene';

const fetches = (requests: readonly Request[]) => requests.filter((request) => request.type === 'fetch');
const ranges = (state: ScheduleState, now: number) => fetches(plan(state, now)).map(({ from, pieces, reason }) => ({ from, pieces, reason }));

/** Duty for some pieces of every segment. */
function duty(own: readonly number[], backup: readonly number[] = []): Duty {
  return { owns: (_segment, index) => (own.includes(index) ? 'own' : backup.includes(index) ? 'backup' : null), backupAfterMs: 2_000 };
}

/** The tenth segment, as a viewer at the start of the film sees it, with one neighbour that has nothing. */
const far = (changes: Partial<ScheduleState>) => scene({ segments: [wanted(9)], peers: [neighbour(1, [])], ...changes });

describe('an owner', () => {
  test('fetches its part in one range, at once, before the neighbourhood is settled', () => {
    expect(ranges(far({ duty: duty([1, 2]), settled: false }), 0)).toEqual([{ from: 1, pieces: 2, reason: 'owner' }]);
  });

  test('does nothing for what a neighbour has or what is under way', () => {
    expect(ranges(far({ duty: duty([1, 2]), peers: [neighbour(1, [9])] }), 0)).toEqual([]);
    const pieces = [piece(9, 0), piece(9, 1, { busy: true }), piece(9, 2), piece(9, 3)];
    expect(ranges(far({ duty: duty([1, 2]), segments: [wanted(9, { pieces })] }), 0)).toEqual([{ from: 2, pieces: 1, reason: 'owner' }]);
  });

  test('leaves a place free for what is urgent', () => {
    const webseed = { freeSlots: 1, urgentSlots: 1, slots: 2, segmentMs: 100, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true };
    expect(ranges(far({ duty: duty([1]), webseed }), 0)).toEqual([]);
  });
});

describe('a backup', () => {
  test('waits until the piece was wanted for the time that is the owner’s', () => {
    const at = (now: number) => ranges(far({ duty: duty([], [3]), segments: [wanted(9, { wantedAtMs: 500 })] }), now);
    expect(at(2_499)).toEqual([]);
    expect(at(2_500)).toEqual([{ from: 3, pieces: 1, reason: 'owner' }]);
  });
});

describe('who has just met the first peer', () => {
  /** The tenth segment begins after 36 s; the first peer came at 0. */
  const at = (now: number, changes: Partial<ScheduleState>) => ranges(far({ metForMs: now, ...changes }), now).length;

  test('fetches for all only what is needed soon, and farther ahead with every second', () => {
    expect([0, 5_999, 6_001].map((now) => at(now, { duty: duty([1]) }))).toEqual([0, 0, 1]);
  });

  test('does so without a ring, too', () => {
    const elected = Array.from({ length: 8 }, (_, i) => peer(i)).filter((self) => at(6_001, { self, peers: [neighbour(9, [])] }) === 1);
    expect(elected.length).toBeGreaterThan(0);
    for (const self of elected) expect(at(5_999, { self, peers: [neighbour(9, [])] })).toBe(0);
  });

  test('stands in for an owner who may have come a little later only when that one had time', () => {
    expect([9_000, 9_999, 10_001].map((now) => at(now, { duty: duty([], [1]) }))).toEqual([0, 0, 1]);
  });
});

describe('those without duty for a piece', () => {
  /** When each of 200 viewers, none of them an owner, begins to fetch a segment that nobody brought. */
  const began = Array.from({ length: 200 }, (_, viewer) => {
    const state = far({ self: peer(viewer), duty: duty([]), peers: [neighbour(201, [])] });
    for (let now = 20_000; now < 36_000; now += 20) if (ranges(state, now).length > 0) return now;
    return 36_000;
  }).sort((a, b) => a - b);

  test('leave owner and neighbours most of the little time that a live segment has', () => {
    const live = { segments: [wanted(9, { givenMs: 4_500, wantedAtMs: 31_500 })], playheadMs: 31_500 };
    const early = Array.from({ length: 200 }, (_, viewer) => ranges(far({ self: peer(viewer), duty: duty([]), peers: [neighbour(201, [])], ...live }), 36_000 - 2_600));
    expect(early.flat()).toEqual([]);
  });

  test('go to a webseed only when the deadline is near', () => {
    const urgentFromMs = 36_000 - 1_200;
    expect(began[0]).toBeGreaterThanOrEqual(urgentFromMs - 6_000);
    expect(began[100]).toBeGreaterThan(urgentFromMs - 3_000);
    expect(began.at(-1)).toBeLessThanOrEqual(urgentFromMs + 20);
  });

  test('do not go together: one second after the first most still wait', () => {
    const first = began[0] ?? 0;
    expect(began.filter((at) => at < first + 1_000).length).toBeLessThan(20);
  });

  test('ask for the pieces of a segment at different times', () => {
    const state = far({ duty: duty([]) });
    const counts = new Set<number>();
    for (let now = 25_000; now < 35_000; now += 20) counts.add(fetches(plan(state, now)).reduce((sum, { pieces }) => sum + pieces, 0));
    expect(counts.size).toBeGreaterThan(2);
    expect(Math.max(...counts)).toBe(PIECES);
  });

  test('do not elect an owner among neighbours', () => {
    const elected = Array.from({ length: 8 }, (_, viewer) => far({ self: peer(viewer), peers: [neighbour(100, []), neighbour(101, [])] }));
    expect(elected.flatMap((state) => ranges(state, 0)).length).toBeGreaterThan(0);
    expect(elected.flatMap((state) => ranges({ ...state, duty: duty([]) }, 0))).toEqual([]);
  });
});

test('a viewer whose peers are gone plays alone, whatever its duty was', () => {
  const state = scene({ segments: [wanted(9, { demanded: true })], duty: duty([]) });
  expect(ranges(state, 0)).toEqual([{ from: 0, pieces: PIECES, reason: 'alone' }]);
});

test('what is needed now is fetched as a whole segment, duty or not', () => {
  expect(ranges(scene({ segments: [wanted(0)], peers: [neighbour(1, [])], duty: duty([1]) }), 0)).toEqual([{ from: 0, pieces: PIECES, reason: 'urgent' }]);
});

describe('a peer that drips', () => {
  /** It has all of the tenth segment, of which each piece takes it 8.2 s. */
  const drips = (slackMs: number, bytesPerMs: number) => ranges(far({ duty: duty([1, 2]), peers: [neighbour(1, [9], { bytesPerMs })], metForMs: 60_000 }), 36_000 - slackMs);

  test('does not keep an owner from its part once it could not bring a piece in time', () => {
    expect(drips(9_000, 4)).toEqual([]);
    expect(drips(8_000, 4)).toEqual([{ from: 1, pieces: 2, reason: 'owner' }]);
  });

  test('is told from one that was not measured, and from one that is quick enough', () => {
    expect([drips(8_000, 0), drips(8_000, 5)]).toEqual([[], []]);
  });
});
