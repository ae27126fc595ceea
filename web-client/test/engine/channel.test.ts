import { beforeEach, describe, expect, test } from 'vitest';
import { encode, utf8 } from '../../src/content/bencode';
import type { Bencoded } from '../../src/content/bencode';
import { decode } from '../../src/content/bencode';
import { Catalogue } from '../../src/content/catalogue';
import { unhex } from '../../src/content/ids';
import type { Bytes } from '../../src/content/ids';
import type { Segment } from '../../src/content/records';
import { ChannelKey } from '../../src/content/signed-record';
import { Channel } from '../../src/engine/channel';
import { Station } from '../live/station';
import { randomBytes, seeded } from '../random';

const random = seeded(21);
let station: Station;
let catalogue: Catalogue;
let added: { readonly uri: string; readonly hashes: number }[];
let gone: Segment[];
let checks: number;
/** Runs before a signature is checked. */
let checking: () => Promise<void>;
let channel: Channel;

beforeEach(async () => {
  station = await Station.make(random);
  catalogue = new Catalogue();
  [added, gone, checks] = [[], [], 0];
  checking = () => Promise.resolve();
  const key = await ChannelKey.of(station.title, station.jwk, station.swarm);
  channel = new Channel(station.renditions, catalogue, station.merkle, {
    now: () => 7,
    signed: async (record) => {
      checks++;
      await checking();
      return key?.signed(record) ?? false;
    },
    added: ({ segment: { uri } }, hashes) => added.push({ uri, hashes: hashes.length }),
    slid: (_, segments) => gone.push(...segments),
  });
});

const verdict = async (encoded: Bytes) => (await channel.take(encoded, 'peer')).verdict;

/** The same bencoded dictionary with some fields changed. */
function changed(encoded: Bytes, fields: Readonly<Record<string, Bencoded>>): Bytes {
  return encode(new Map([...(decode(encoded) as ReadonlyMap<string, Bencoded>), ...Object.entries(fields)]));
}

const within = (encoded: Bytes, fields: Readonly<Record<string, Bencoded>>): Bytes =>
  changed(encoded, { record: new Map([...((decode(encoded) as ReadonlyMap<string, Bencoded>).get('record') as ReadonlyMap<string, Bencoded>), ...Object.entries(fields)]) });

const nothing = () => expect([added, catalogue.mediaPieces()]).toEqual([[], null]);

test('a record that the channel’s key signed is known, with its piece hashes, from then on', async () => {
  const { encoded, segment } = await station.make(5);
  expect(await verdict(encoded)).toBe('new');
  expect(await verdict(encoded)).toBe('known');
  expect([added, checks]).toEqual([[{ uri: segment.uri, hashes: 10 }], 1]);
  expect([catalogue.find(segment.uri), segment.startMs, segment.firstPiece]).toEqual([segment, 8_000, 5 * 4_096 + 512]);
  expect(channel.newest('480p')).toMatchObject({ sinceMs: 7, carrier: 'peer', encoded });
});

test('one that comes twice at once is checked once', async () => {
  const { encoded } = await station.make(5);
  const verdicts = await Promise.all([verdict(encoded), verdict(encoded.slice())]);
  expect([verdicts, checks, added.length]).toEqual([['new', 'known'], 1, 1]);
});

describe('what the channel did not sign is refused, and leaves no trace', () => {
  test('a segment’s root under another segment’s number (row 17)', async () => {
    const [old, next] = [await station.make(5), await station.make(6)];
    expect(await verdict(within(old.encoded, { number: 6, uri: utf8('480p/0-6.m4s') }))).toBe('refused');
    expect(await verdict(within(next.encoded, { root: unhex(old.segment.root) }))).toBe('refused');
    nothing();
  });

  test('a segment of another rendition in its place (row 17)', async () => {
    const { encoded } = await station.make(5, { rendition: '240p' });
    expect(await verdict(within(encoded, { rendition: utf8('480p'), uri: utf8('480p/0-5.m4s') }))).toBe('refused');
    nothing();
  });

  test('a segment at another time (row 17)', async () => {
    const { encoded } = await station.make(5);
    expect(await verdict(changed(encoded, { at: 60_000 }))).toBe('refused');
    nothing();
  });

  test('piece hashes that are not those of the root, under a right signature (row 18)', async () => {
    const { encoded } = await station.make(5);
    expect(await verdict(changed(encoded, { hashes: randomBytes(random, 96) }))).toBe('refused');
    nothing();
  });

  test('a record of another channel, signed with its own key, and one signed with this key for another swarm (row 19)', async () => {
    const [other, sister] = [await station.make(5), await (await Station.make(random)).make(5)];
    expect(await verdict(sister.encoded)).toBe('refused');
    const elsewhere = await Station.make(random, 'demo/sport');
    const record = (decode(other.encoded) as ReadonlyMap<string, Bencoded>).get('record') ?? 0;
    expect(await verdict(await elsewhere.sign(8_000, record, new Uint8Array(96)))).toBe('refused');
    nothing();
  });

  test('a record with another signature, without one, and arbitrary bytes', async () => {
    const { encoded } = await station.make(5);
    expect(await verdict(changed(encoded, { signature: randomBytes(random, 64) }))).toBe('refused');
    expect(await verdict(changed(encoded, { signature: new Uint8Array(0) }))).toBe('refused');
    for (let run = 0; run < 300; run++) {
      const bytes = encoded.slice(0, 1 + Math.floor(random() * encoded.length));
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      expect(['refused', 'ignored']).toContain(await verdict(bytes.length === encoded.length ? bytes.slice(0, -1) : bytes));
    }
    nothing();
  });

  test.each<[string, Readonly<Record<string, Bencoded>>]>([
    ['without a number', { number: 0 }],
    ['with a number beyond 31 bits', { number: 2 ** 31 }],
    ['of more pieces than a live segment has', { size: 513 * 16_384 }],
  ])('a record %s, though signed', async (_, record) => {
    expect(await verdict((await station.signed(5, { record })).encoded)).toBe('refused');
    nothing();
  });

  test('a record too long', async () => {
    expect(await verdict(new Uint8Array(65_537))).toBe('refused');
    expect(checks).toBe(0);
  });
});

describe('what is signed is ignored', () => {
  test('when it is replayed from behind the window (row 17: stale)', async () => {
    const old = await station.make(5);
    await channel.take(old.encoded, 'peer');
    for (let number = 6; number <= 80; number++) await channel.take((await station.make(number, { sizeBytes: 10 })).encoded, 'peer');
    expect(gone.map(({ number }) => number)).toEqual([5, ...Array.from({ length: 14 }, (_, i) => 6 + i)]);
    const before = checks;
    expect([await verdict(old.encoded), checks - before]).toEqual(['ignored', 0]);
    expect([await verdict(old.encoded), catalogue.find(old.segment.uri), catalogue.at(old.segment.firstPiece)]).toEqual(['ignored', null, null]);
    expect([channel.forgot(19), channel.forgot(20)]).toEqual([true, false]);
  });

  test('when its time contradicts that of another number, or of its own in another rendition', async () => {
    for (const number of [5, 7]) await channel.take((await station.make(number)).encoded, 'peer');
    expect(await verdict((await station.make(6, { atMs: 7_000 })).encoded)).toBe('ignored');
    expect(await verdict((await station.make(6, { atMs: 13_000 })).encoded)).toBe('ignored');
    expect(await verdict((await station.make(5, { rendition: '240p', atMs: 9_000 })).encoded)).toBe('ignored');
    expect(await verdict((await station.make(5, { rendition: '240p', atMs: 8_040 })).encoded)).toBe('new');
    expect(await verdict((await station.make(6)).encoded)).toBe('new');
  });

  test('when another record of the same segment is known', async () => {
    const first = await station.make(5);
    await channel.take(first.encoded, 'peer');
    expect(await verdict((await station.make(5)).encoded)).toBe('ignored');
    expect(catalogue.find(first.segment.uri)).toEqual(first.segment);
  });

  test('when nobody knows its rendition, and when it is a part', async () => {
    expect(await verdict((await station.make(5, { rendition: '1080p' })).encoded)).toBe('elsewhere');
    expect(await verdict((await station.make(5, { record: { part: 1 } })).encoded)).toBe('ignored');
    nothing();
  });
});

test('no more than so many signatures are checked at once', async () => {
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  checking = () => held;
  const records = await Promise.all(Array.from({ length: 70 }, (_, i) => station.make(i + 1, { sizeBytes: 10 })));
  const verdicts = records.map(({ encoded }) => verdict(encoded));
  go();
  const all = await Promise.all(verdicts);
  // The window is shorter than 64 segments: what is checked after the newest of them may lie behind it.
  const checked = all.filter((one) => one === 'new' || one === 'ignored');
  expect([checked.length, all.filter((one) => one === 'full').length]).toEqual([64, 6]);
  expect(await verdict(records[69]?.encoded ?? new Uint8Array(0))).toBe('new');
});

test('what follows a number is told up to the first gap', async () => {
  for (const number of [5, 6, 7, 9]) await channel.take((await station.make(number, { sizeBytes: 10 })).encoded, 'peer');
  const numbers = (after: number) => channel.after('480p', after).map(({ segment }) => segment.number);
  expect([numbers(4), numbers(6), numbers(7), numbers(9)]).toEqual([[5, 6, 7], [7], [], []]);
});

test('a key that is not the one in the swarm’s name is none', async () => {
  const other = await Station.make(random);
  const [{ title, jwk, swarm }, { jwk: otherJwk }] = [station, other];
  expect(await ChannelKey.of(title, otherJwk, swarm)).toBeNull();
  expect(await ChannelKey.of('demo/other', jwk, swarm)).toBeNull();
  expect(await ChannelKey.of(title, { ...jwk, x: 'AA' }, swarm)).toBeNull();
});
