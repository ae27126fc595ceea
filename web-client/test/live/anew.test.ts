import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine, Loaded, Playback } from '../../src/index';
import { seeded } from '../random';
import { Air } from './air';
import { Station } from './station';

/** The number whose pieces have the first indices on the wire again. */
const ANEW = 2 ** 20;
const BEFORE = ANEW - 4;

let air: Air;
let station: Station;

beforeEach(async () => {
  station = await Station.make(seeded(43));
  air = await Air.begin(station);
  for (let number = ANEW - 8; number <= BEFORE; number++) await station.publish(number);
});

afterEach(async () => {
  await air.end();
  expect(air.rtc.open).toBe(0);
});

const soon = <T>(what: () => T) => expect.poll(what, { interval: 5, timeout: 60_000 });
const uri = (number: number) => `480p/0-${number}.m4s`;
const atMs = (number: number) => (number - 1) * 2_000;
const load = (viewer: Engine, number: number, deadlineMs = 8_000): Promise<Loaded> => viewer.load(air.address(uri(number)), { kind: 'segment', deadlineMs });
/** Eight seconds behind the end of a segment, with all that was on the air in the buffer. */
const playing = (newest: number): Playback => ({ playheadMs: atMs(newest - 3), rate: 1, paused: false, bufferedAheadMs: 8_300, rendition: '480p' });

/** A viewer who knows the channel, whose newest segment has this number. */
async function tuneIn(number: number): Promise<Engine> {
  const viewer = air.viewer();
  await soon(() => viewer.stats().signaling).toBe('open');
  await viewer.load(air.address('480p/index.m3u8'), { kind: 'playlist' });
  await soon(() => viewer.timeOf(air.address(uri(number)))).toBe(atMs(number));
  viewer.setPlayback(playing(number));
  return viewer;
}

/** Two viewers, the first of whom brings segments for all. */
async function two(): Promise<readonly [Engine, Engine]> {
  const both = [await tuneIn(BEFORE), await tuneIn(BEFORE)] as const;
  await soon(() => both.map((viewer) => viewer.stats().peers)).toEqual([1, 1]);
  const ring = { type: 'duty', cohort: 1, rendition: '480p', epoch: 0, fromNumber: BEFORE + 1, backupAfterMs: 60_000 };
  air.tell(0, { ...ring, slots: [0, 4_096], backupSlots: [] });
  air.tell(1, { ...ring, slots: [], backupSlots: [0, 4_096] });
  return both;
}

/** Segments go on the air one after the other, and a viewer has each from the other one. */
async function passOn(from: number, to: number, second: Engine): Promise<void> {
  for (let number = from; number <= to; number++) {
    const { encoded, bytes } = await station.publish(number);
    air.relay(0, encoded);
    await soon(() => second.timeOf(air.address(uri(number)))).toBe(atMs(number));
    const loaded = await load(second, number);
    expect([number, loaded.bytesFromPeers, loaded.bytesFromWebseeds]).toEqual([number, bytes.length, 0]);
    expect(new Uint8Array(loaded.data)).toEqual(bytes);
  }
}

const none = (viewer: Engine) => expect(viewer.stats()).toMatchObject({ badRecords: 0, badPieces: 0, bannedPeers: 0 });

test('segments leave the webseed once for two viewers while indices on the wire begin anew', async () => {
  const [first, second] = await two();
  await passOn(ANEW - 3, ANEW + 3, second);
  expect(air.media).toEqual([-3, -2, -1, 0, 1, 2, 3].map((i) => uri(ANEW + i)));
  none(first);
  none(second);
});

test('who comes behind that has what lies on both sides of it from who holds it, while no webseed answers for it', async () => {
  const [first, second] = await two();
  await passOn(ANEW - 3, ANEW + 2, second);
  const third = await tuneIn(ANEW + 2);
  await soon(() => third.stats().peers).toBe(2);
  air.up = false;
  for (const number of [ANEW - 2, ANEW - 1, ANEW, ANEW + 1]) expect((await load(third, number)).bytesFromPeers).toBe(150_000);
  [first, second, third].forEach(none);
});

test('what lies behind the window when that has passed it is held no longer, and what is new is', async () => {
  const [first, second] = await two();
  await passOn(ANEW - 3, ANEW, second);
  for (const viewer of [first, second]) viewer.setPlayback({ ...playing(ANEW), paused: true });
  for (let number = ANEW + 1; number <= ANEW + 70; number++) air.relay(0, (await station.publish(number, { sizeBytes: 10 })).encoded);
  for (const viewer of [first, second]) {
    await soon(() => viewer.timeOf(air.address(uri(ANEW + 70)))).toBe(atMs(ANEW + 70));
    expect([ANEW - 1, ANEW].map((number) => viewer.timeOf(air.address(uri(number))))).toEqual([null, null]);
    await soon(() => viewer.stats().storeBytes).toBeLessThan(150_000);
    viewer.setPlayback(playing(ANEW + 70));
  }
  const ring = { type: 'duty', cohort: 1, rendition: '480p', epoch: 0, fromNumber: ANEW + 71, backupAfterMs: 60_000 };
  air.tell(0, { ...ring, slots: [0, 4_096], backupSlots: [] });
  air.tell(1, { ...ring, slots: [], backupSlots: [0, 4_096] });
  await passOn(ANEW + 71, ANEW + 72, second);
});
