import { beforeEach, describe, expect, test } from 'vitest';
import type { PieceInSegment } from '../../src/content/ids';
import { Duties } from '../../src/engine/duties';
import type { DutyMessage } from '../../src/net/signal-messages';
import { slotOf } from '../../src/schedule/ring';
import { segment } from '../schedule/scene';

const NONE: DutyMessage = { cohort: 0, rendition: '', epoch: 0, fromNumber: 0, slots: [], backupSlots: [], backupAfterMs: 0 };
const ALL = [0, 4096];
const piece = 2 as PieceInSegment;

let now: number;
let duties: Duties;

/** A ring from a segment number on; what is not said is nothing. */
function ring(fromNumber: number, changes: Partial<DutyMessage>): DutyMessage {
  return { ...NONE, cohort: 1, rendition: '720p', fromNumber, backupAfterMs: 3_000, ...changes };
}

/** What this viewer is for a piece of the segment of that number. */
const share = (number: number) => duties.owns(segment(number - 1), piece);

beforeEach(() => {
  now = 0;
  duties = new Duties(() => now);
});

test('without a word of the node there is no duty', () => {
  expect([duties.of('720p'), share(1)]).toEqual([undefined, null]);
});

test('slots decide by piece', () => {
  const slot = slotOf(segment(8), piece);
  duties.take(ring(0, { slots: [slot, 1], backupSlots: [] }), 15);
  expect([0, 1, 2, 3].map((i) => duties.owns(segment(8), i as PieceInSegment))).toEqual([null, null, 'own', null]);
});

test('the first ring of a cohort holds for what is in the horizon too', () => {
  duties.take(ring(0, { slots: ALL }), 15);
  expect([share(1), share(15), share(16)]).toEqual(['own', 'own', 'own']);
});

test('a backup has its wait after the ring came', () => {
  duties.take(ring(0, { backupSlots: ALL }), 15);
  expect([share(1), duties.backupAfterMs]).toEqual([null, 3_000]);
  now = 3_000;
  expect(share(1)).toBe('backup');
});

describe('another ring', () => {
  beforeEach(() => {
    duties.take(ring(0, {}), 15);
    duties.take(ring(9, { slots: ALL }), 20);
  });

  test('takes effect from its number', () => {
    expect([share(8), share(21)]).toEqual([null, 'own']);
  });

  test('leaves to the former owner, for a while, what was in the horizon already', () => {
    expect([share(9), share(20)]).toEqual([null, null]);
    now = 3_000;
    expect([share(9), share(20)]).toEqual(['backup', 'backup']);
  });

  test('has its backup come after its owner there', () => {
    duties.take(ring(9, { backupSlots: ALL }), 20);
    now = 3_000;
    expect([share(9), share(21)]).toEqual([null, 'backup']);
    now = 6_000;
    expect(share(9)).toBe('backup');
  });

  test('changes nothing for slots that stay', () => {
    duties.take(ring(12, { slots: ALL }), 22);
    expect([share(11), share(12), share(23)]).toEqual([null, 'own', 'own']);
  });

  test('voids what was told of its segments before', () => {
    duties.take(ring(9, { slots: [] }), 20);
    now = 10_000;
    expect([share(9), share(30)]).toEqual([null, null]);
  });

  test('of another cohort voids all', () => {
    duties.take(ring(0, { cohort: 2, rendition: '360p', slots: ALL }), 20);
    expect([duties.of('720p'), duties.of('360p'), share(30)]).toEqual([undefined, duties, null]);
  });
});

test('no ring, and no node, end all duty', () => {
  for (const end of [() => duties.take(NONE, 0), () => duties.clear()]) {
    duties.take(ring(0, { slots: ALL }), 15);
    end();
    expect([duties.of('720p'), share(3)]).toEqual([undefined, null]);
  }
});

test('what it had to fetch in place of an owner is told once', () => {
  const mine = slotOf(segment(8), piece);
  duties.take(ring(0, { slots: [mine, 1] }), 15);
  duties.fetched(segment(8), piece);
  expect(duties.missed()).toEqual([]);
  duties.fetched(segment(8), 0 as PieceInSegment);
  duties.fetched(segment(8), 0 as PieceInSegment);
  expect([duties.missed(), duties.missed()]).toEqual([[slotOf(segment(8), 0 as PieceInSegment)], []]);
});

test('rings of a long film do not pile up', () => {
  for (let number = 1; number < 100; number++) duties.take(ring(number, { slots: number % 2 === 0 ? ALL : [] }), 0);
  expect([share(70), share(98), share(99)]).toEqual([null, 'own', null]);
});
