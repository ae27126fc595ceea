import { describe, expect, test } from 'vitest';
import type { PieceInSegment } from '../../src/content/ids';
import { elect } from '../../src/schedule/election';
import { hash01 } from '../../src/schedule/hash';
import { plan } from '../../src/schedule/plan';
import type { Request, ScheduleState } from '../../src/schedule/types';
import { seeded } from '../random';
import { PIECES, block, neighbour, peer, piece, scene, segment, self, wanted } from './scene';

const fetches = (requests: readonly Request[]) => requests.filter((request) => request.type === 'fetch');
const asks = (requests: readonly Request[]) => requests.filter((request) => request.type === 'ask');

describe('the urgent zone', () => {
  test('what is needed now comes from a webseed as a whole segment', () => {
    const requests = plan(scene({ segments: [wanted(0, { demanded: true })] }), 0);
    expect(requests).toEqual([{ type: 'fetch', segment: segment(0), from: 0, pieces: PIECES, reason: 'urgent', need: 'now' }]);
  });

  test('a peer’s piece is waited for until its deadline is critical', () => {
    const state = scene({ segments: [wanted(1)], peers: [neighbour(1, [1])] });
    expect(fetches(plan(state, 3_000))).toEqual([]);
    expect(fetches(plan(state, 3_700))).toHaveLength(1);
  });

  test('what is under way from peers to the last block is waited for a little longer than the rest', () => {
    const asked = [{ peer: peer(1), atMs: 3_300, expectedMs: 200 }];
    const pieces = [piece(1, 0, { blocks: [block({ here: true }), block({ asked })] }), piece(1, 1, { blocks: [block({ asked }), block()] })];
    const fetched = (nowMs: number) => fetches(plan(scene({ segments: [wanted(1, { pieces })], peers: [neighbour(1, [1])] }), nowMs)).map((fetch) => [fetch.from, fetch.pieces]);
    expect([fetched(3_390), fetched(3_700), fetched(3_850)]).toEqual([[], [[1, 1]], [[0, 2]]]);
  });

  test('a page that comes late to what it does waits less for peers', () => {
    const fetched = (lagMs: number, nowMs: number) => fetches(plan(scene({ segments: [wanted(1)], peers: [neighbour(1, [1])], lagMs }), nowMs)).length;
    expect([fetched(0, 3_500), fetched(100, 3_500), fetched(200, 3_300)]).toEqual([0, 1, 1]);
  });

  test('a piece that peers have stays with them while webseeds are dead', () => {
    const state = scene({ segments: [wanted(1)], peers: [neighbour(1, [1])], webseed: { freeSlots: 2, urgentSlots: 2, slots: 2, segmentMs: 100, spreadMs: 0, toldWaitMs: null, alive: false, takesAhead: true } });
    expect(fetches(plan(state, 3_900))).toEqual([]);
    expect(asks(plan(state, 3_900))).not.toEqual([]);
  });

  test('a slow webseed widens it', () => {
    const state = (segmentMs: number) => scene({ segments: [wanted(2)], peers: [], webseed: { freeSlots: 2, urgentSlots: 2, slots: 2, segmentMs, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true } });
    expect(fetches(plan(state(100), 2_000))).toHaveLength(0);
    expect(fetches(plan(state(3_500), 2_000))).toHaveLength(1);
  });

  test('of little time most is left to peers who may come', () => {
    const state = scene({ aloneMs: 0, segments: [wanted(0, { demanded: true, deadlineMs: 1_000, givenMs: 1_000, demandedAtMs: 0 })] });
    expect([plan(state, 0), plan(state, 500)]).toEqual([[], []]);
    expect(fetches(plan(state, 660))).toMatchObject([{ reason: 'urgent' }]);
  });

  test('of little time most is left to peers before a webseed was measured, and of none nothing', () => {
    const webseed = { freeSlots: 2, urgentSlots: 2, slots: 2, segmentMs: 0, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true };
    const next = wanted(0, { deadlineMs: 1_000, givenMs: 1_000 });
    expect(plan(scene({ aloneMs: 0, webseed, segments: [next] }), 500)).toEqual([]);
    expect(fetches(plan(scene({ aloneMs: 0, webseed, segments: [wanted(0, { demanded: true, givenMs: 0, demandedAtMs: 0 })] }), 0))).toHaveLength(1);
  });

  test('of little time the webseed has what it takes', () => {
    const webseed = { freeSlots: 2, urgentSlots: 2, slots: 2, segmentMs: 500, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true };
    const state = scene({ aloneMs: 0, webseed, segments: [wanted(0, { demanded: true, deadlineMs: 1_000, givenMs: 1_000, demandedAtMs: 0 })] });
    expect(fetches(plan(state, 0))).toMatchObject([{ reason: 'urgent' }]);
  });

  test('peers who have what a player waits for after a seek are asked first, and not for long', () => {
    const seeked = wanted(9, { demanded: true, deadlineMs: 5_000, givenMs: 0, demandedAtMs: 5_000 });
    const held = scene({ segments: [seeked], peers: [neighbour(1, [9])] });
    expect(fetches(plan(held, 5_000))).toEqual([]);
    expect(asks(plan(held, 5_000))).toHaveLength(2 * PIECES);
    expect(fetches(plan(held, 5_300))).toMatchObject([{ reason: 'urgent', pieces: PIECES }]);
    expect(fetches(plan(scene({ segments: [seeked], peers: [neighbour(1, [8])] }), 5_000))).toHaveLength(1);
  });

  test('only missing pieces are fetched, adjacent ones in one request', () => {
    const pieces = [piece(0, 0), piece(0, 1), piece(0, 2, { busy: true }), piece(0, 3)];
    const runs = fetches(plan(scene({ segments: [wanted(0, { pieces })] }), 0)).map(({ from, pieces: count }) => [from, count]);
    expect(runs).toEqual([
      [0, 2],
      [3, 1],
    ]);
  });

  test('what waits at a webseed is asked of peers as well, and of no webseed again', () => {
    const pieces = [piece(0, 0, { busy: true, queued: true }), piece(0, 1, { busy: true })];
    const requests = plan(scene({ segments: [wanted(0, { pieces })], peers: [neighbour(1, [0])] }), 0);
    expect(fetches(requests)).toEqual([]);
    expect(asks(requests).map((request) => request.piece)).toEqual([pieces[0]?.index, pieces[0]?.index]);
  });

  describe('of pieces that lie scattered', () => {
    const long = { ...segment(0), pieces: 8, sizeBytes: 8 * 32_768 };
    const runs = (urgentSlots: number, segmentMs: number, ...numbers: number[]) => {
      const webseed = { freeSlots: 2, urgentSlots, slots: 2, segmentMs, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true };
      const pieces = numbers.map((i) => piece(0, i));
      return fetches(plan(scene({ segments: [wanted(0, { segment: long, pieces })], webseed }), 0)).map(({ from, pieces: count }) => [from, count]);
    };

    test('as many are fetched at once as there are urgent slots', () => {
      expect(runs(3, 100, 0, 2, 4)).toEqual([
        [0, 1],
        [2, 1],
        [4, 1],
      ]);
    });

    test('the smallest gaps are fetched with them where there are more', () => {
      expect(runs(2, 100, 0, 3, 5)).toEqual([
        [0, 1],
        [3, 3],
      ]);
      expect(runs(1, 100, 0, 2)).toEqual([[0, 3]]);
    });

    test('what lies behind too wide a gap comes later', () => {
      expect(runs(1, 100, 0, 3)).toEqual([[0, 1]]);
    });

    test('a webseed that has too much to do is asked for no more at once than usual', () => {
      expect(runs(6, 2_000, 0, 3, 6)).toEqual([
        [0, 1],
        [3, 1],
      ]);
    });
  });

  test('the more of a segment is missing the earlier is its last call', () => {
    const webseed = { freeSlots: 2, urgentSlots: 6, slots: 2, segmentMs: 500, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true };
    const begun = (missing: number, deadlineMs: number) => {
      const pieces = Array.from({ length: missing }, (_, i) => piece(0, i));
      return fetches(plan(scene({ peers: [neighbour(1, [0])], segments: [wanted(0, { deadlineMs, pieces })], webseed }), 0)).length > 0;
    };
    expect([begun(PIECES, 900), begun(1, 900), begun(1, 400)]).toEqual([true, false, true]);
  });

  test('the more longer than usual some fetches take the earlier is the last call', () => {
    const begun = (spreadMs: number, deadlineMs: number) => {
      const webseed = { freeSlots: 2, urgentSlots: 6, slots: 2, segmentMs: 300, spreadMs, toldWaitMs: null, alive: true, takesAhead: true };
      return fetches(plan(scene({ peers: [neighbour(1, [0])], segments: [wanted(0, { deadlineMs, pieces: [piece(0, 0)] })], webseed }), 0)).length > 0;
    };
    expect([begun(0, 480), begun(0, 460), begun(100, 480), begun(100, 860), begun(100, 880)]).toEqual([false, true, true, true, false]);
  });

  test('from its beginning on what peers hold and do not bring in time is fetched', () => {
    const begun = (bytesPerMs: number, deadlineMs: number) =>
      fetches(plan(scene({ peers: [neighbour(1, [0], { bytesPerMs })], segments: [wanted(0, { deadlineMs })] }), 0)).map(({ from, pieces }) => [from, pieces]);
    expect([begun(10, 1_300), begun(40, 1_100), begun(80, 1_100), begun(120, 1_100), begun(0, 1_100)]).toEqual([[], [[1, 3]], [[2, 2]], [], [[1, 3]]]);
  });

  test('never more fetches than free slots, the nearest deadline first', () => {
    const state = scene({ segments: [wanted(1), wanted(0)], webseed: { freeSlots: 1, urgentSlots: 1, slots: 2, segmentMs: 100, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true } });
    expect(fetches(plan(state, 3_000)).map((fetch) => fetch.segment.number)).toEqual([1]);
  });
});

describe('a viewer without peers', () => {
  test('fetches what the player asked for at once when nobody may come', () => {
    expect(fetches(plan(scene({ segments: [wanted(5, { demanded: true })] }), 0))).toMatchObject([{ reason: 'alone' }]);
  });

  test('waits while peers may come', () => {
    expect(plan(scene({ aloneMs: 0, segments: [wanted(5, { demanded: true })] }), 0)).toEqual([]);
  });

  test('fills a small buffer while a crowd may be coming', () => {
    const at = (deadlineMs: number): number => plan(scene({ aloneMs: 6_000, segments: [wanted(0, { demanded: true, deadlineMs })] }), 1_000).length;
    expect([at(7_000), at(6_999)]).toEqual([0, 1]);
  });

  test('does not fetch what the player did not ask for', () => {
    expect(plan(scene({ segments: [wanted(5)] }), 0)).toEqual([]);
  });
});

describe('the owner of a segment', () => {
  const viewers = [0, 1, 2, 3, 4, 5, 6, 7];
  const seenBy = (viewer: number, settled = true) =>
    scene({
      self: peer(viewer),
      settled,
      segments: [wanted(9)],
      peers: viewers.filter((other) => other !== viewer).map((other) => neighbour(other, [])),
    });

  test('is exactly one of those who see one another', () => {
    const owners = viewers.filter((viewer) => fetches(plan(seenBy(viewer), 0)).some(({ reason }) => reason === 'owner'));
    expect(owners).toHaveLength(1);
  });

  test('does nothing before the neighbourhood is settled, unless it is needed soon', () => {
    const owners = (now: number) => viewers.filter((viewer) => fetches(plan(seenBy(viewer, false), now)).length > 0);
    expect([owners(0).length, owners(30_999).length, owners(31_001).length]).toEqual([0, 0, 1]);
  });

  test('is found among uploaders of the same rendition whose horizon covers it', () => {
    const without = [neighbour(1, [], { uploads: false }), neighbour(2, [], { rendition: '360p' }), neighbour(3, [], { playheadMs: 200_000 })];
    expect(elect(segment(9), scene({ peers: without }))).toEqual({ rank: 0, others: 0 });
  });

  test('changes for few segments when a viewer comes', () => {
    const seven = viewers.slice(1).map((other) => neighbour(other, []));
    const mine = (peers: readonly ReturnType<typeof neighbour>[]) =>
      Array.from({ length: 400 }, (_, i) => i).filter((i) => elect(segment(i), scene({ peers, horizonMs: 4_000_000 })).rank === 0);
    const before = mine(seven);
    const after = mine([...seven, neighbour(8, [])]);
    expect(before.length).toBeGreaterThan(25);
    expect(before.length).toBeLessThan(85);
    expect(after.every((i) => before.includes(i))).toBe(true);
  });

  test('leaves to peers what one of them has', () => {
    for (const viewer of viewers) {
      const state = seenBy(viewer);
      const peers = state.peers.map((other, i) => (i === 0 ? neighbour(viewer === 0 ? 1 : 0, [9]) : other));
      expect(fetches(plan(scene({ ...state, peers }), 0))).toEqual([]);
    }
  });

  test('is stood in for by the second before the others', () => {
    const began = viewers.map((viewer) => {
      for (let now = 30_000; now < 36_000; now += 10) if (fetches(plan(seenBy(viewer), now)).some(({ reason }) => reason === 'urgent')) return { viewer, now };
      return { viewer, now: 36_000 };
    });
    const second = viewers.find((viewer) => elect(segment(9), seenBy(viewer)).rank === 1);
    const others = began.filter(({ viewer }) => elect(segment(9), seenBy(viewer)).rank > 1);
    const standIn = began.find(({ viewer }) => viewer === second);
    expect(Math.min(...others.map(({ now }) => now))).toBeGreaterThan(standIn?.now ?? Infinity);
    expect(new Set(others.map(({ now }) => now)).size).toBeGreaterThan(1);
  });
});

describe('peers', () => {
  test('share the blocks of a piece, the fast ones more of them', () => {
    const state = scene({
      segments: [wanted(3), wanted(4), wanted(5)],
      peers: [neighbour(1, [3, 4, 5], { bytesPerMs: 1_000 }), neighbour(2, [3, 4, 5], { bytesPerMs: 300 })],
    });
    const requests = asks(plan(state, 0));
    const count = (id: number) => requests.filter((request) => request.peer === peer(id)).length;
    expect(count(1) + count(2)).toBe(Math.min(24, count(1) + count(2)));
    expect(count(1)).toBeGreaterThan(count(2));
    expect(count(2)).toBeGreaterThan(0);
  });

  test('are asked for what one of them brings nearly as soon as several, and near its end each for a block of its own', () => {
    const brought = (rate: number, deadlineMs: number): number[] => {
      const peers = [1, 2, 3].map((i) => neighbour(i, [3], { bytesPerMs: rate, rttMs: 20 }));
      const pieces = [piece(3, 0, { bytes: 65_536, blocks: [block(), block(), block()] })];
      const requests = asks(plan(scene({ segments: [wanted(3, { deadlineMs, pieces })], peers }), 0));
      return [1, 2, 3].map((i) => requests.filter((request) => request.peer === peer(i)).length).sort((a, b) => b - a);
    };
    expect([brought(1_000, 10_000), brought(150, 10_000), brought(1_000, 2_400)]).toEqual([
      [3, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  test('are asked once for a block', () => {
    const requests = asks(plan(scene({ segments: [wanted(3)], peers: [neighbour(1, [3]), neighbour(2, [3])] }), 0));
    expect(new Set(requests.map((request) => `${request.piece}/${request.block}`)).size).toBe(requests.length);
  });

  test('are asked first for what few of them have', () => {
    const peers = [neighbour(1, [5, 6]), neighbour(2, [5])];
    const first = asks(plan(scene({ segments: [wanted(5), wanted(6)], peers }), 0))[0];
    expect(Math.floor((first?.piece ?? 0) / PIECES)).toBe(6);
  });

  test('are asked in order of deadlines when these are near', () => {
    const peers = [neighbour(1, [1, 6], { mostOutstanding: 2 }), neighbour(2, [1])];
    const first = asks(plan(scene({ segments: [wanted(6), wanted(1)], peers }), 0))[0];
    expect(Math.floor((first?.piece ?? 0) / PIECES)).toBe(1);
  });

  test('lose late blocks to faster ones', () => {
    const asked = { asked: [{ peer: peer(1), atMs: 0, expectedMs: 100 }] };
    const pieces = [piece(1, 0, { blocks: [block(asked), block({ here: true })] })];
    const peers = [neighbour(1, [1], { bytesPerMs: 1, outstanding: 1 }), neighbour(2, [1], { bytesPerMs: 500 })];
    expect(plan(scene({ segments: [wanted(1, { pieces })], peers }), 1_000)).toEqual([
      { type: 'cancel', peer: peer(1), piece: 4, block: 0 },
      expect.objectContaining({ type: 'ask', peer: peer(2), piece: 4, block: 0 }),
    ]);
  });

  test('lose a block as soon as it takes several times as long as was expected, not after one time for all', () => {
    const late = (expectedMs: number, nowMs: number) => {
      const pieces = [piece(9, 0, { blocks: [block({ asked: [{ peer: peer(1), atMs: 0, expectedMs }] }), block({ here: true })] })];
      const peers = [neighbour(1, [9], { bytesPerMs: 10, outstanding: 1 }), neighbour(2, [9], { bytesPerMs: 500 })];
      return asks(plan(scene({ segments: [wanted(9, { pieces })], peers }), nowMs)).length === 1;
    };
    expect([late(200, 590), late(200, 610), late(10, 290), late(10, 310), late(60_000, 2_990), late(60_000, 3_010)]).toEqual([false, true, false, true, false, true]);
  });

  test('are asked for a late block two at a time near its end, and never three', () => {
    const holders = [1, 2, 3].map((i) => neighbour(i, [1], { bytesPerMs: 100 * i, outstanding: i < 3 ? 1 : 0 }));
    const of = (...asked: readonly { peer: ReturnType<typeof peer>; atMs: number; expectedMs: number }[]) =>
      plan(scene({ segments: [wanted(1, { pieces: [piece(1, 0, { blocks: [block({ asked }), block({ here: true })] })] })], peers: holders }), 2_000);
    const first = { peer: peer(1), atMs: 0, expectedMs: 100 };
    expect(of(first)).toMatchObject([{ type: 'ask', peer: peer(3) }]);
    expect(of(first, { peer: peer(2), atMs: 1_900, expectedMs: 100 })).toEqual([]);
    expect(of(first, { peer: peer(2), atMs: 1_000, expectedMs: 100 })).toMatchObject([
      { type: 'cancel', peer: peer(1) },
      { type: 'ask', peer: peer(3) },
    ]);
  });

  test('have as much under way as their rate brings in a round trip and a little, half of it when it is not needed soon', () => {
    const pipeline = (rttMs: number, lagMs = 0) => {
      const peers = [neighbour(1, [...Array(20).keys()], { rttMs, bytesPerMs: 1_000 })];
      return asks(plan(scene({ segments: Array.from({ length: 14 }, (_, i) => wanted(i + 2)), peers, lagMs }), 0)).length;
    };
    expect([pipeline(10), pipeline(200), pipeline(5_000)]).toEqual([8, 13, 31]);
    expect([pipeline(10, 400), pipeline(10, 60_000)]).toEqual([16, 16]);
  });

  test('are not asked for what they would bring too late, unless webseeds are dead', () => {
    const slow = [neighbour(1, [1], { bytesPerMs: 5, outstanding: 1 })];
    const alive = { freeSlots: 0, urgentSlots: 0, slots: 2, segmentMs: 100, spreadMs: 0, toldWaitMs: null, alive: true, takesAhead: true };
    const count = (state: ScheduleState, now: number) => asks(plan(state, now)).length;
    const state = scene({ segments: [wanted(2)], peers: slow, webseed: alive });
    expect([count(state, 0), count(state, 2_000)]).toEqual([0, 0]);
    const idle = scene({ segments: [wanted(2)], peers: [neighbour(1, [2], { bytesPerMs: 5 })], webseed: alive });
    expect([count(idle, 4_000), count(idle, 5_000)]).toEqual([1, 0]);
    expect(count({ ...idle, webseed: { ...alive, alive: false } }, 7_000)).toBe(1);
  });

  test('that choke, or have nothing, are not asked', () => {
    expect(plan(scene({ segments: [wanted(3)], peers: [neighbour(1, [3], { askable: false }), neighbour(2, [])] }), 0).filter(({ type }) => type === 'ask')).toEqual([]);
  });

  test('bring nothing that cannot be checked, unless one brings the whole segment', () => {
    const peers = [neighbour(1, [3]), neighbour(2, [3])];
    expect(asks(plan(scene({ segments: [wanted(3, { checkable: false })], peers }), 0))).toEqual([]);
    const pinned = asks(plan(scene({ segments: [wanted(3, { checkable: false, onlyFrom: peer(2) })], peers }), 0));
    expect(new Set(pinned.map((request) => request.peer))).toEqual(new Set([peer(2)]));
  });

  test('are asked far ahead first for what the fewest may be asked for, of that for what is needed sooner', () => {
    const quick = { bytesPerMs: 1e6 };
    const peers = [neighbour(1, [4, 5, 6, 7], quick), neighbour(2, [4, 6, 7], quick)];
    const segments = [wanted(4), wanted(5), wanted(6), wanted(7, { checkable: false, onlyFrom: peer(1) })];
    const order = asks(plan(scene({ segments, peers }), 0)).map((request) => Math.floor(request.piece / PIECES));
    expect([...new Set(order)]).toEqual([5, 7, 4, 6]);
  });

  test('are asked for the other segments where the deadline of one is no number', () => {
    const state = scene({ segments: [wanted(1, { deadlineMs: NaN }), wanted(2)], peers: [neighbour(1, [1, 2])] });
    expect(asks(plan(state, 0)).filter((request) => Math.floor(request.piece / PIECES) === 2)).toHaveLength(2 * PIECES);
  });

  test('never have more outstanding than they take', () => {
    const state = scene({ segments: Array.from({ length: 14 }, (_, i) => wanted(i + 1)), peers: [neighbour(1, [...Array(20).keys()], { outstanding: 3, mostOutstanding: 10, bytesPerMs: 1e6 })] });
    expect(asks(plan(state, 0))).toHaveLength(7);
  });
});

test('a disputed piece is fetched from a webseed at once', () => {
  const pieces = [piece(9, 0), piece(9, 1, { disputed: true })];
  const state = scene({ segments: [wanted(9, { pieces })], peers: [neighbour(1, [9])] });
  expect(fetches(plan(state, 0))).toMatchObject([{ from: 1 as PieceInSegment, pieces: 1, reason: 'dispute' }]);
});

test('a dead webseed leaves a disputed piece to peers', () => {
  const pieces = [piece(9, 1, { disputed: true })];
  const state = scene({ segments: [wanted(9, { pieces })], peers: [neighbour(1, [9])], webseed: { freeSlots: 0, urgentSlots: 0, slots: 2, segmentMs: 0, spreadMs: 0, toldWaitMs: null, alive: false, takesAhead: true } });
  expect(asks(plan(state, 0))).toHaveLength(2);
});

test('while webseeds are dead a disputed piece comes from one peer, so that a liar is known the next time', () => {
  const pieces = [piece(9, 1, { disputed: true })];
  const peers = [neighbour(1, [9], { bytesPerMs: 900, outstanding: 3 }), neighbour(2, [9], { bytesPerMs: 800 })];
  const dead = { freeSlots: 0, urgentSlots: 0, slots: 2, segmentMs: 0, spreadMs: 0, toldWaitMs: null, alive: false, takesAhead: true };
  const asked = (of: typeof pieces) => asks(plan(scene({ segments: [wanted(9, { pieces: of })], peers, webseed: dead }), 0)).map((request) => request.peer);
  expect(asked(pieces)).toEqual([peer(1), peer(1)]);
  expect(asked([piece(9, 1, { disputed: true, blocks: [block({ here: true, from: peer(2) }), block()] })])).toEqual([peer(2)]);
});

test('the same state gives the same plan, and a plan asks nobody for what is here or under way', () => {
  const random = seeded(99);
  for (let run = 0; run < 300; run++) {
    const segments = Array.from({ length: 6 }, (_, i) =>
      wanted(i, {
        demanded: random() < 0.3,
        pieces: Array.from({ length: PIECES }, (_unused, k) => piece(i, k, { busy: random() < 0.3, blocks: [block({ here: random() < 0.5 }), block()] })),
      }),
    );
    const peers = Array.from({ length: 4 }, (_, i) => neighbour(i + 1, [0, 1, 2, 3, 4, 5].filter(() => random() < 0.5), { bytesPerMs: random() * 2_000 }));
    const state = scene({ segments, peers, aloneMs: random() < 0.5 ? 0 : Infinity, playheadMs: 0 });
    const now = random() * 10_000;
    const requests = plan(state, now);
    expect(plan(state, now)).toEqual(requests);
    for (const request of asks(requests)) {
      const target = segments.flatMap((view) => view.pieces).find(({ index }) => index === request.piece);
      expect([target?.busy, target?.blocks[request.block]?.here]).toEqual([false, false]);
    }
    expect(fetches(requests).length).toBeLessThanOrEqual(2);
  }
});

test('hashes of similar names are spread evenly', () => {
  const buckets = [0, 0, 0, 0];
  for (let i = 0; i < 4_000; i++) buckets[Math.floor(hash01(`${self}/${i}`) * 4)] = (buckets[Math.floor(hash01(`${self}/${i}`) * 4)] ?? 0) + 1;
  for (const bucket of buckets) expect(Math.abs(bucket - 1_000)).toBeLessThan(150);
});
