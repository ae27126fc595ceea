import { beforeEach, describe, expect, test } from 'vitest';
import { text, utf8 } from '../../src/content/bencode';
import { Catalogue } from '../../src/content/catalogue';
import { Channel } from '../../src/engine/channel';
import type { Carrier } from '../../src/engine/channel';
import { LivePlaylists } from '../../src/engine/live-playlists';
import type { LoadedPlaylist } from '../../src/engine/live-playlists';
import { Station } from '../live/station';
import { seeded } from '../random';

const URI = '480p/index.m3u8';
const random = seeded(31);
let station: Station;
let channel: Channel;
let playlists: LivePlaylists;
let now: number;
let polls: number;
let fails: boolean;
let ends: number;
let timers: { readonly atMs: number; readonly action: () => void }[];
let end: AbortController;
const player = {};

beforeEach(async () => {
  station = await Station.make(random);
  [now, polls, ends, fails, timers] = [0, 0, 0, false, []];
  end = new AbortController();
  channel = new Channel(station.renditions, new Catalogue(), station.merkle, {
    now: () => now,
    signed: () => Promise.resolve(true),
    added: () => playlists.changed(),
    slid: () => undefined,
  });
  playlists = new LivePlaylists(channel, 2_000, {
    now: () => now,
    after: (ms, action) => {
      const timer = { atMs: now + ms, action };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
    record: async (encoded) => {
      await channel.take(encoded, 'playlist');
    },
    ended: () => ends++,
    signal: end.signal,
  });
  for (let number = 1; number <= 15; number++) await station.publish(number, { sizeBytes: 10 });
});

const poll = (): Promise<LoadedPlaylist> => {
  polls++;
  if (fails) return Promise.reject(new Error('no answer'));
  const data = utf8(station.playlist()).buffer;
  return Promise.resolve({ data, bytesFromPeers: 0, bytesFromWebseeds: data.byteLength, startedAt: now, firstByteAt: now, finishedAt: now, activeMs: 1 });
};

async function load(user: object = player, signal = end.signal): Promise<string> {
  return text(new Uint8Array((await playlists.load(URI, user, poll, signal)).data));
}

/** A segment is published, and its record comes by a neighbour, the node or nobody. */
async function next(by: Carrier | 'nobody'): Promise<void> {
  const { encoded } = await station.publish(station.segments.length + 1, { sizeBytes: 10 });
  if (by !== 'nobody') await channel.take(encoded, by);
}

const last = (playlist: string) => Number(/0-(\d+)\.m4s\n(?:#EXT-X-ENDLIST\n)?$/.exec(playlist)?.[1]);
const first = (playlist: string) => Number(/MEDIA-SEQUENCE:(\d+)/.exec(playlist)?.[1]);

/** Lets time pass up to a moment, with what is due by then. */
function passTo(ms: number): void {
  now = ms;
  for (const timer of timers.filter(({ atMs }) => atMs <= ms)) timer.action();
}

test('what a neighbour or the node brought is told without a request, in the window that the webseed keeps', async () => {
  expect([last(await load()), polls]).toEqual([15, 1]);
  for (const by of ['peer', 'node', 'peer'] as const) await next(by);
  const playlist = await load();
  expect([last(playlist), first(playlist), polls]).toEqual([18, 9, 1]);
  expect(playlist).not.toContain('CORDWOOD');
});

test('who asks before the next segment is there waits for it, and no longer', async () => {
  await load();
  await next('peer');
  await load();
  const loading = load();
  passTo(1_900);
  expect([polls, timers.length]).toEqual([1, 1]);
  await next('peer');
  expect([last(await loading), polls, timers.length]).toEqual([17, 1, 0]);
});

test('a webseed is asked when the next segment is late, by half a target duration', async () => {
  await load();
  await next('peer');
  await load();
  const loading = load();
  passTo(2_999);
  await Promise.resolve();
  expect(polls).toBe(1);
  await next('nobody');
  passTo(3_000);
  expect([last(await loading), polls, timers.length]).toEqual([17, 2, 0]);
});

test('who hears of segments by playlists only asks as often as any player', async () => {
  await load();
  await next('nobody');
  expect([last(await load()), polls]).toEqual([16, 2]);
  expect([last(await load()), polls, timers.length]).toEqual([16, 3, 0]);
});

test('whatever is known from others, a webseed is asked every ten target durations, and nobody waits for that', async () => {
  await load();
  for (let i = 1; i <= 30; i++) {
    now = 2_000 * i;
    await next('peer');
    expect(last(await load())).toBe(15 + i);
  }
  expect(polls).toBe(1 + 3);
});

test('while no webseed answers, what others bring is told all the same', async () => {
  await load();
  fails = true;
  for (let i = 1; i <= 30; i++) {
    now = 2_000 * i;
    await next('peer');
    expect(last(await load())).toBe(15 + i);
  }
  expect(polls).toBeGreaterThan(3);
  now += 60_000;
  await expect(load()).rejects.toThrow('no answer');
});

test('a segment that is missing among what others brought is not passed over', async () => {
  await load();
  await next('peer');
  await next('nobody');
  await next('peer');
  expect([last(await load()), polls]).toEqual([16, 1]);
  passTo(3_000);
  expect([last(await load()), polls]).toEqual([18, 2]);
});

test('a segment longer than the playlist’s target is left to the webseed to write', async () => {
  await load();
  const { encoded } = await station.publish(16, { sizeBytes: 10, durationMs: 2_600 });
  await channel.take(encoded, 'peer');
  now = 3_000;
  await load();
  expect(polls).toBe(2);
});

test('two players of a page are each told what they were not', async () => {
  await load();
  await next('peer');
  expect([last(await load()), last(await load({})), polls]).toEqual([16, 16, 1]);
});

test('the end is told when the webseed writes it', async () => {
  await load();
  await next('peer');
  await load();
  station.ended = true;
  const loading = load();
  passTo(3_000);
  expect(ends).toBe(0);
  expect(await loading).toContain('#EXT-X-ENDLIST');
  expect(ends).toBe(1);
});

describe('a load that waits', () => {
  test('is given up with its signal', async () => {
    await load();
    await next('peer');
    await load();
    const abort = new AbortController();
    const loading = load(player, abort.signal);
    abort.abort(new Error('given up'));
    await expect(loading).rejects.toThrow('given up');
    expect([timers.length, polls]).toEqual([0, 1]);
  });
});

test('a playlist that an overloaded cache sends late does not take back what was told', async () => {
  const old = utf8(station.playlist()).buffer;
  await load();
  await next('nobody');
  await load();
  await playlists.heard(URI, old);
  await next('peer');
  expect(last(await load())).toBe(17);
});

test('a master playlist is loaded each time, and is what the webseed sends', async () => {
  for (let i = 1; i <= 2; i++) {
    await playlists.load('master.m3u8', player, poll, end.signal);
    expect(polls).toBe(i);
  }
});
