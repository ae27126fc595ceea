import { expect, test } from 'vitest';
import { root } from '../../src/content/ids';
import type { PieceInSegment, Root } from '../../src/content/ids';
import { Store, spareOf } from '../../src/content/store';
import { seeded } from '../random';

const roots = Array.from({ length: 30 }, (_, i) => root(i.toString(16).padStart(64, '0')));
const at = (i: number) => roots[i % roots.length] ?? root('f'.repeat(64));
const piece = 0 as PieceInSegment;
const place = (startMs: number, playheadMs: number) => ({ startMs, bytesFromPeers: 0, spare: (_: Root, at: number) => spareOf(at >= playheadMs, at, [playheadMs]) });

test('what lies furthest behind the playhead leaves first', () => {
  const store = new Store(300);
  for (const second of [1, 2, 3]) store.put(at(second), piece, new Uint8Array(100), place(second * 1000, 10_000));
  const evicted = store.put(at(20), piece, new Uint8Array(100), place(20_000, 10_000));
  expect(evicted).toEqual([{ root: at(1), piece }]);
});

test('when nothing is behind, what lies furthest ahead leaves', () => {
  const store = new Store(200);
  store.put(at(1), piece, new Uint8Array(100), place(11_000, 10_000));
  store.put(at(9), piece, new Uint8Array(100), place(19_000, 10_000));
  expect(store.put(at(2), piece, new Uint8Array(100), place(12_000, 10_000))).toEqual([{ root: at(9), piece }]);
});

test('what nobody wants leaves before what somebody wants, however near it is', () => {
  expect(spareOf(false, 10_000, [9_000])).toBeGreaterThan(spareOf(true, 60_000, [9_000]));
  expect(spareOf(true, 60_000, [9_000, 55_000])).toBeLessThan(spareOf(true, 20_000, [9_000, 55_000]));
});

test('the copies that go out share nothing with the store', () => {
  const store = new Store(1_000);
  store.put(at(1), piece, Uint8Array.of(1, 2, 3, 4), place(0, 0));
  const read = store.read(at(1), piece, 1, 2);
  expect(read).toEqual(Uint8Array.of(2, 3));
  read?.fill(7);
  const copy = new Uint8Array(4);
  store.copyTo(at(1), piece, copy, 0);
  expect(copy).toEqual(Uint8Array.of(1, 2, 3, 4));
});

test('a read beyond a piece gives nothing', () => {
  const store = new Store(1_000);
  store.put(at(1), piece, new Uint8Array(4), place(0, 0));
  expect([store.read(at(1), piece, 2, 3), store.read(at(1), piece, -1, 2), store.read(at(2), piece, 0, 1)]).toEqual([null, null, null]);
});

test('the store never holds more than its limit, whatever comes', () => {
  const random = seeded(3);
  const store = new Store(1_000);
  for (let i = 0; i < 2_000; i++) {
    store.put(at(Math.floor(random() * 30)), Math.floor(random() * 4) as PieceInSegment, new Uint8Array(1 + Math.floor(random() * 400)), place(random() * 60_000, random() * 60_000));
    expect(store.bytesHeld).toBeLessThanOrEqual(1_000);
  }
  expect(store.piecesHeld).toBeGreaterThan(0);
  store.clear();
  expect([store.bytesHeld, store.piecesHeld]).toEqual([0, 0]);
});
