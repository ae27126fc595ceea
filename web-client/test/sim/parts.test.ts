import { expect, test } from 'vitest';
import type { PieceIndex } from '../../src/content/ids';
import { Clock } from '../../sim/clock';
import { Known } from '../../sim/known';
import { Channel, Downlink, Uplink, dealUplinks } from '../../sim/network';
import { Random } from '../../sim/random';
import { WebseedHost } from '../../sim/webseed-host';

test('the clock runs in the order of times, then of calls', () => {
  const clock = new Clock();
  const seen: string[] = [];
  const times = [5, 1, 3, 1, 4, 2, 5, 0];
  times.forEach((atMs, i) => clock.at(atMs, () => seen.push(`${atMs}/${i}`)));
  clock.run(4);
  expect(seen).toEqual(['0/7', '1/1', '1/3', '2/5', '3/2', '4/4']);
  clock.run(10);
  expect(seen.slice(6)).toEqual(['5/0', '5/6']);
});

test('uplinks are a tenth none, four tenths below the bit rate, 1.6 times it in the mean', () => {
  const shares = dealUplinks(1_000, new Random(3));
  expect(shares.filter((share) => share === 0)).toHaveLength(100);
  expect(shares.filter((share) => share < 1)).toHaveLength(400);
  expect(shares.reduce((sum, share) => sum + share, 0) / 1_000).toBeCloseTo(1.6, 5);
});

test('an uplink serves its channels by turns, and a full one takes no more before it is nearly empty', () => {
  const clock = new Clock();
  const uplink = new Uplink(clock, 8);
  const channels = [new Channel(uplink), new Channel(uplink)];
  const sent: string[] = [];
  for (const name of ['a', 'b']) {
    channels.forEach((channel, i) => channel.send({ bytes: 940, sent: () => sent.push(`${name}${i} at ${clock.nowMs}`) }, () => undefined));
  }
  clock.run(10_000);
  expect(sent).toEqual(['a0 at 1000', 'a1 at 2000', 'b0 at 3000', 'b1 at 4000']);
  const full = new Channel(uplink);
  let writable = 0;
  const hasRoom = (): boolean => full.canSend;
  while (hasRoom()) full.send({ bytes: 16_384, sent: () => undefined }, () => writable++);
  const left: number[] = [];
  while (!hasRoom()) {
    left.push(full.bufferedBytes / 16_384);
    clock.run(clock.nowMs + 16_444);
  }
  expect([left[0], left.at(-1), full.bufferedBytes, writable]).toEqual([16, 2, 16_384, 1]);
});

test('a webseed shares its bandwidth among the ranges under way', () => {
  const clock = new Clock();
  const here = { x: 0, y: 0, accessMs: 0 };
  const webseed = new WebseedHost(clock, here, { bitsPerMs: 8_000, streamBitsPerMs: 8_000, serviceMs: 0 });
  const ended: number[] = [];
  const fetch = (bytes: number): (() => void) =>
    webseed.fetch({ place: here, downlink: new Downlink(1e9), pieces: [bytes], arrived: () => ended.push(Math.round(clock.nowMs)), need: 'soon', failed: () => ended.push(-1), refused: () => ended.push(-2) });
  fetch(100_000);
  fetch(50_000);
  clock.run(1_000);
  expect(ended).toEqual([104, 154]);
  webseed.die();
  fetch(1);
  clock.run(2_000);
  expect(ended.at(-1)).toBe(-1);
});

test('a viewer knows of 32 neighbours which of them hold a piece, and forgets those who leave', () => {
  const piece = 1 as PieceIndex;
  const known = new Known(2);
  const bits = Array.from({ length: 32 }, () => known.join(Uint8Array.of(0, 1)));
  expect(known.holders(piece)).toBe(32);
  expect(() => known.join(Uint8Array.of(0, 0))).toThrow('32 neighbours');
  for (const bit of bits.slice(1)) known.leave(bit);
  expect([known.holders(piece), known.holders(0 as PieceIndex)]).toEqual([1, 0]);
  const last = known.join(Uint8Array.of(1, 0));
  expect([known.has(piece, last), known.has(0 as PieceIndex, last)]).toEqual([false, true]);
  known.set(piece, last, true);
  expect(known.holders(piece)).toBe(2);
});
