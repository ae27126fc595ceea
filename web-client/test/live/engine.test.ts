import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine, Loaded, Playback } from '../../src/index';
import { seeded } from '../random';
import { Air, textOf } from './air';
import { Station } from './station';
import type { Broadcast } from './station';

let air: Air;
let station: Station;

beforeEach(async () => {
  station = await Station.make(seeded(41));
  air = await Air.begin(station);
  for (let number = 1; number <= 5; number++) await station.publish(number);
});

afterEach(async () => {
  await air.end();
  expect(air.rtc.open).toBe(0);
});

const soon = <T>(what: () => T) => expect.poll(what, { interval: 5, timeout: 60_000 });

/** Eight seconds behind the edge, with all that was on the air in the buffer. */
const BEHIND: Playback = { playheadMs: 2_000, rate: 1, paused: false, bufferedAheadMs: 8_300, rendition: '480p' };

const playlist = (viewer: Engine): Promise<Loaded> => viewer.load(air.address('480p/index.m3u8'), { kind: 'playlist' });
const load = (viewer: Engine, number: number, deadlineMs = 8_000): Promise<Loaded> => viewer.load(air.address(`480p/0-${number}.m4s`), { kind: 'segment', deadlineMs });
const polls = () => air.asked.filter((uri) => uri.endsWith('.m3u8')).length;
const last = (text: string) => text.trim().split('\n').at(-1);

/** A viewer who knows the channel and is about to play its edge. */
async function tuneIn(playback = BEHIND): Promise<Engine> {
  const viewer = air.viewer();
  await soon(() => viewer.stats().signaling).toBe('open');
  await playlist(viewer);
  await soon(() => viewer.timeOf(air.address('480p/0-5.m4s'))).toBe(8_000);
  viewer.setPlayback(playback);
  return viewer;
}

async function two(): Promise<readonly [Engine, Engine]> {
  const both = [await tuneIn(), await tuneIn()] as const;
  await soon(() => both.map((viewer) => viewer.stats().peers)).toEqual([1, 1]);
  return both;
}

/** The first viewer brings segments for all, the second stands in for it. */
function shareDuty(): void {
  const ring = { type: 'duty', cohort: 1, rendition: '480p', epoch: 0, fromNumber: 6, backupAfterMs: 60_000 };
  air.tell(0, { ...ring, slots: [0, 4_096], backupSlots: [] });
  air.tell(1, { ...ring, slots: [], backupSlots: [0, 4_096] });
}

/** A segment goes on the air, and the node tells the first viewer. */
async function broadcast(number: number): Promise<Broadcast> {
  const made = await station.publish(number);
  air.relay(0, made.encoded);
  return made;
}

const bytesOf = ({ data }: Loaded) => new Uint8Array(data);

describe('a new segment', () => {
  test('leaves the webseed once for two viewers: who has the duty brings it before any player asks, the other has it from there', async () => {
    const [first, second] = await two();
    shareDuty();
    for (let number = 6; number <= 8; number++) {
      const { bytes } = await broadcast(number);
      await soon(() => second.timeOf(air.address(`480p/0-${number}.m4s`))).toBe(2_000 * (number - 1));
      const loads = await Promise.all([load(second, number), load(first, number)]);
      expect(loads.map(bytesOf)).toEqual([bytes, bytes]);
      expect(loads.map(({ bytesFromPeers, bytesFromWebseeds }) => [bytesFromPeers, bytesFromWebseeds])).toEqual([
        [150_000, 0],
        [0, 150_000],
      ]);
    }
    expect(air.media).toEqual(['480p/0-6.m4s', '480p/0-7.m4s', '480p/0-8.m4s']);
    expect([first.stats().badRecords, second.stats().badPieces, second.stats().bytesFromPeers]).toEqual([0, 0, 450_000]);
  });

  test('is in both players’ playlists at once, and no webseed is asked for those', async () => {
    const [first, second] = await two();
    const before = polls();
    await broadcast(6);
    await soon(() => second.timeOf(air.address('480p/0-6.m4s'))).not.toBeNull();
    const texts = async () => (await Promise.all([playlist(first), playlist(second)])).map((loaded) => last(textOf(loaded)));
    expect(await texts()).toEqual(['0-6.m4s', '0-6.m4s']);
    const waiting = texts();
    await broadcast(7);
    expect(await waiting).toEqual(['0-7.m4s', '0-7.m4s']);
    expect([polls() - before, first.stats().playlistPolls, second.stats().playlistPolls]).toEqual([0, 1, 1]);
  });

  test('that nobody has the duty of is brought by one of the neighbours', async () => {
    const [first, second] = await two();
    await broadcast(6);
    await soon(() => [first, second].map((viewer) => viewer.stats().piecesHeld)).toEqual([10, 10]);
    expect(air.media).toEqual(['480p/0-6.m4s']);
  });
});

describe('who comes later', () => {
  test('hears what is on the air and who holds it, and has it from there', async () => {
    const first = await tuneIn();
    shareDuty();
    const { bytes } = await broadcast(6);
    await load(first, 6, 0);
    const second = await tuneIn();
    await soon(() => second.stats().peers).toBe(1);
    const loaded = await load(second, 6);
    expect([bytesOf(loaded), loaded.bytesFromWebseeds]).toEqual([bytes, 0]);
    expect(air.media).toEqual(['480p/0-6.m4s']);
  });

  test('has what was played before the join from who played it', async () => {
    let admit = (): void => undefined;
    air.gate = new Promise((resolve) => (admit = resolve));
    const first = air.viewer();
    await playlist(first);
    await load(first, 5, 0);
    admit();
    await soon(() => first.stats().piecesHeld).toBe(10);
    first.setPlayback(BEHIND);
    const second = await tuneIn();
    await soon(() => second.stats().peers).toBe(1);
    expect((await load(second, 5)).bytesFromWebseeds).toBe(0);
    expect(air.media).toEqual(['480p/0-5.m4s']);
  });
});

test('who goes back within the window, or was paused, has from others what they still hold, while no webseed answers', async () => {
  const [first, second] = await two();
  shareDuty();
  for (let number = 6; number <= 9; number++) await broadcast(number);
  await soon(() => first.stats().piecesHeld).toBe(40);
  second.setPlayback({ ...BEHIND, paused: true });
  await soon(() => second.timeOf(air.address('480p/0-9.m4s'))).toBe(16_000);
  air.up = false;
  for (const number of [8, 6, 9]) expect((await load(second, number)).bytesFromPeers).toBe(150_000);
});

test('a neighbour’s wrong bytes under a right record are neither shown nor passed on, and it is banned (row 17)', async () => {
  const [first, second] = await two();
  shareDuty();
  const { bytes } = await broadcast(6);
  await soon(() => first.stats().piecesHeld).toBe(10);
  // In the middle of a block, whatever shares the write with it.
  air.rtc.wire = (sent) => (sent.length > 16_000 ? sent.fill(1, 8_000, 8_008) : sent);
  await broadcast(7);
  const loaded = await load(second, 7);
  expect(bytesOf(loaded)).toEqual(station.file('480p/0-7.m4s'));
  await soon(() => second.stats()).toMatchObject({ bannedPeers: 1, peers: 0 });
  expect(second.stats().badPieces).toBeGreaterThan(0);
  expect(bytesOf(await load(second, 6, 0))).toEqual(bytes);
});

test('what was played a moment before its record came is checked when that is there, and not loaded again', async () => {
  const viewer = await tuneIn();
  const { encoded } = await station.publish(6);
  await load(viewer, 6, 0);
  expect(viewer.stats().piecesHeld).toBe(0);
  air.relay(0, encoded);
  await soon(() => viewer.stats().piecesHeld).toBe(10);
  expect(air.media).toEqual(['480p/0-6.m4s']);
});

test('what lies behind the window is held no longer, and who comes is not told that it is', async () => {
  const first = await tuneIn();
  await load(first, 5, 0);
  await soon(() => first.stats().piecesHeld).toBe(10);
  for (let number = 6; number <= 80; number++) air.relay(0, (await station.publish(number, { sizeBytes: 10 })).encoded);
  await soon(() => first.timeOf(air.address('480p/0-80.m4s'))).toBe(158_000);
  expect(first.timeOf(air.address('480p/0-5.m4s'))).toBeNull();
  const later = { ...BEHIND, playheadMs: 150_000 };
  first.setPlayback(later);
  await load(first, 80, 0);
  const heard: string[] = [];
  air.rtc.wire = (sent) => {
    heard.push(...(Buffer.from(sent).toString('latin1').match(/6:numberi\d+e9:rendition4:480p4:type4:held/g) ?? []));
    return sent;
  };
  air.viewer().setPlayback(later);
  await soon(() => heard.join()).toContain('numberi80e');
  expect(heard.join()).not.toContain('numberi5e');
  expect(first.stats().storeBytes).toBeLessThan(150_000);
});

test('what lies behind the records is played over HTTP, and kept for nobody', async () => {
  const viewer = await tuneIn();
  await station.publish(99, { rendition: '1080p' });
  const loaded = await viewer.load(air.address('1080p/0-99.m4s'), { kind: 'segment' });
  expect([loaded.bytesFromWebseeds, viewer.stats().piecesHeld]).toEqual([150_000, 0]);
});

test('the node hears of the channel’s time, and of what a ring is made from', async () => {
  await tuneIn();
  await soon(() => air.stateOf(0)?.['ring']).toMatchObject({ epoch: 0, number: 2 });
  expect(air.stateOf(0)).toMatchObject({ playheadMs: 2_000, rendition: '480p' });
});

test('a rendition that came to the title later is known when it is played', async () => {
  const renditions = [...station.renditions];
  Object.assign(station, { renditions: ['240p'] });
  const viewer = air.viewer();
  await soon(() => viewer.stats().signaling).toBe('open');
  Object.assign(station, { renditions });
  await playlist(viewer);
  await soon(() => viewer.stats().signaling).toBe('open');
  await expect
    .poll(async () => {
      await playlist(viewer);
      return viewer.timeOf(air.address('480p/0-5.m4s'));
    }, { interval: 20 })
    .toBe(8_000);
});

test('who came before the channel began is admitted when it has', async () => {
  air.admits = false;
  const viewer = air.viewer();
  await soon(() => viewer.stats().reason).toContain('does not admit');
  air.admits = true;
  await soon(() => viewer.stats().signaling).toBe('open');
});

describe('without a swarm', () => {
  test('everything is plain HTTP: every playlist is asked for, and so is every segment', async () => {
    air.admits = false;
    const viewer = air.viewer();
    await soon(() => viewer.stats().reason).toContain('does not admit');
    for (let number = 6; number <= 7; number++) {
      await station.publish(number);
      expect(last(textOf(await playlist(viewer)))).toBe(`0-${number}.m4s`);
      expect((await load(viewer, number)).bytesFromWebseeds).toBe(150_000);
    }
    expect([viewer.stats().playlistPolls, viewer.timeOf(air.address('480p/0-6.m4s'))]).toEqual([2, null]);
  });

  test('of a key that is not in the swarm’s name, it is too', async () => {
    const other = await Station.make(seeded(42));
    Object.assign(station, { jwk: other.jwk });
    const viewer = air.viewer();
    await soon(() => viewer.stats().signaling).toBe('open');
    await playlist(viewer);
    expect((await load(viewer, 5, 0)).bytesFromWebseeds).toBe(150_000);
    expect([viewer.timeOf(air.address('480p/0-5.m4s')), viewer.stats().piecesHeld]).toEqual([null, 0]);
  });

  test('the end is told like everything else', async () => {
    const viewer = await tuneIn();
    station.ended = true;
    expect(last(textOf(await playlist(viewer)))).toBe('#EXT-X-ENDLIST');
  });
});
