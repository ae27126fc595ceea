import { beforeEach, describe, expect, test } from 'vitest';
import { Catalogue } from '../../src/content/catalogue';
import { peerId } from '../../src/content/ids';
import type { Bytes, PeerId } from '../../src/content/ids';
import { LiveIndices, LivePieces, livePiece } from '../../src/content/live-pieces';
import { LIVE_GEOMETRY } from '../../src/content/signed-record';
import { Counters } from '../../src/engine/counters';
import { Live } from '../../src/engine/live';
import { Peer } from '../../src/engine/peer';
import { encodeHandshake } from '../../src/wire/encoder';
import { decodeCordwood } from '../../src/wire/extension';
import { WireParser } from '../../src/wire/parser';
import { WireSession } from '../../src/wire/session';
import { Station } from '../live/station';
import { seeded } from '../random';

interface Neighbour {
  readonly peer: Peer;
  /** Segments whose records it was sent, and `held` with what it was told. */
  readonly heard: () => string[];
}

const random = seeded(51);
let station: Station;
let peers: Map<PeerId, Peer>;
let counters: Counters;
let offered: LivePieces | null;
let known: string[];
let banned: string[];
let joins: number;
let live: Live;

beforeEach(async () => {
  station = await Station.make(random);
  peers = new Map();
  counters = new Counters();
  offered = new LivePieces();
  [known, banned, joins] = [[], [], 0];
  live = liveOf(station);
});

function liveOf({ jwk, renditions, title, swarm, merkle }: Station): Live {
  return new Live({ key: jwk, targetMs: 2_000, renditions }, title, swarm, new Catalogue(), merkle, counters, {
    now: () => 0,
    after: () => () => undefined,
    signal: new AbortController().signal,
    peers: () => peers,
    offered: () => offered,
    ban: (peer) => banned.push(peer),
    hashesKnown: () => undefined,
    known: ({ uri }) => known.push(uri),
    joinAgain: () => joins++,
    ended: () => undefined,
    slid: () => undefined,
  });
}

/** A peer that plays a rendition; a stock client takes no messages of ours. */
function neighbour(i: number, rendition = '480p', cordwoodId: number | null = 1): Neighbour {
  const id = peerId(i.toString(16).padStart(40, '0'));
  const session = new WireSession(station.swarm, id, LIVE_GEOMETRY, new LiveIndices());
  const parser = new WireParser();
  parser.push(encodeHandshake({ swarm: station.swarm, peer: id, extended: true, fast: true }));
  const heard: string[] = [];
  const send = (bytes: Bytes): void => {
    for (const message of parser.push(bytes)) {
      const said = message.type === 'extended' ? decodeCordwood(message.payload) : null;
      if (said?.type === 'segment') heard.push(nameOf(said.record));
      if (said?.type === 'held') heard.push(`held ${said.rendition} ${said.number} ${[...said.bitmap].join()}`);
    }
  };
  const peer = new Peer(id, { isOpen: true, canSend: true, bufferedBytes: 0, mostBytes: 65_536, send, remoteFingerprints: () => Promise.resolve([]) }, session, () => 0);
  peer.introduction = { cordwoodId, dontHaveId: null, requests: 256, ticket: null };
  peer.heard({ playheadMs: 0, rendition, uploading: true });
  peers.set(id, peer);
  return {
    peer,
    heard: () => {
      peer.outbox.flush();
      return heard.splice(0);
    },
  };
}

const nameOf = (record: Bytes): string => /\d+-\d+\.m4s/.exec(new TextDecoder('latin1').decode(record))?.[0] ?? '';

/** What a peer says has been dealt with. */
async function hear(peer: Peer, record: Bytes): Promise<void> {
  const before = counters.badRecords + counters.ignoredRecords + known.length;
  live.heard(peer, { type: 'segment', record });
  await expect.poll(() => counters.badRecords + counters.ignoredRecords + known.length, { interval: 1 }).toBe(before + 1);
}

describe('a record', () => {
  test('is passed on once, when it was checked, to those who play its rendition and did not send it', async () => {
    const [sender, other, elsewhere, stock] = [neighbour(1), neighbour(2), neighbour(3, '240p'), neighbour(4, '480p', null)];
    const { encoded } = await station.make(5);
    await hear(sender.peer, encoded);
    live.heard(other.peer, { type: 'segment', record: encoded });
    await live.take(encoded, 'node');
    expect([sender, other, elsewhere, stock].map(({ heard }) => heard())).toEqual([[], ['0-5.m4s'], [], []]);
    expect(known).toEqual(['480p/0-5.m4s']);
  });

  test('that the channel did not sign is passed on to nobody, and its sender banned (row 19)', async () => {
    const [sender, other] = [neighbour(1), neighbour(2)];
    const { encoded } = await (await Station.make(random)).make(5);
    await hear(sender.peer, encoded);
    expect([banned, other.heard(), known, counters.badRecords]).toEqual([[sender.peer.id], [], [], 1]);
  });

  test('that a playlist or the node has not signed is counted, and nobody blamed', async () => {
    neighbour(1);
    await live.take((await (await Station.make(random)).make(5)).encoded, 'node');
    expect([banned, known, counters.badRecords]).toEqual([[], [], 1]);
  });

  test('from behind the window is ignored, and its sender not blamed (row 17: stale)', async () => {
    const { peer } = neighbour(1);
    const old = await station.make(1);
    for (let number = 1; number <= 80; number++) await live.take((number === 1 ? old : await station.make(number, { sizeBytes: 10 })).encoded, 'node');
    await hear(peer, old.encoded);
    expect([banned, counters.ignoredRecords]).toEqual([[], 1]);
  });

  test('of a rendition that is not known has the node asked for those that there are, when it comes from a playlist and not from anybody', async () => {
    const { peer } = neighbour(1);
    const { encoded } = await station.make(5, { rendition: '1080p' });
    await hear(peer, encoded);
    expect(joins).toBe(0);
    for (let i = 0; i < 2; i++) await live.take(encoded, 'playlist');
    expect(joins).toBe(1);
    live.admittedAgain({ key: station.jwk, targetMs: 2_000, renditions: [...station.renditions, '1080p'] });
    await live.take(encoded, 'playlist');
    expect(known).toEqual(['1080p/0-5.m4s']);
  });

  test('of a channel whose key nobody can have is believed of nobody, and nobody blamed for it', async () => {
    const { peer } = neighbour(1);
    live = liveOf(Object.assign(await Station.make(random), { jwk: station.jwk }));
    const { encoded } = await station.make(5);
    live.heard(peer, { type: 'segment', record: encoded });
    for (let i = 1; i <= 3; i++) await live.take(encoded, 'node');
    expect([banned, known, counters.badRecords]).toEqual([[], [], 3]);
  });
});

describe('who comes', () => {
  const at = (number: number, piece: number) => livePiece(number, 1, piece);

  test('hears of the newest segments of its rendition, what is held of all, and nothing of it twice', async () => {
    for (let number = 1; number <= 20; number++) await live.take((await station.make(number, { sizeBytes: 10 })).encoded, 'node');
    await live.take((await station.make(20, { rendition: '240p' })).encoded, 'node');
    offered?.add(at(20, 0));
    offered?.add(at(20, 2));
    offered?.add(livePiece(19, 0, 1));
    const { peer, heard } = neighbour(1);
    live.met(peer);
    live.met(peer);
    expect(heard()).toEqual([...Array.from({ length: 12 }, (_, i) => `0-${9 + i}.m4s`), 'held 240p 19 64', 'held 480p 20 160']);
  });

  test('hears of another rendition’s when it plays that', async () => {
    for (const rendition of ['240p', '480p']) await live.take((await station.make(5, { rendition })).encoded, 'node');
    const { peer, heard } = neighbour(1);
    live.met(peer);
    heard();
    peer.heard({ playheadMs: 0, rendition: '240p', uploading: true });
    live.met(peer);
    expect(heard()).toEqual(['0-5.m4s']);
  });

  test('of a viewer who gives nothing hears of nothing held', async () => {
    await live.take((await station.make(5)).encoded, 'node');
    offered = null;
    const { peer, heard } = neighbour(1);
    live.met(peer);
    expect(heard()).toEqual(['0-5.m4s']);
  });

  test('is believed to have what it says of a segment, before its record is known as well, and nothing of unknown renditions', () => {
    const { peer } = neighbour(1);
    live.heard(peer, { type: 'held', number: 7, rendition: '480p', bitmap: Uint8Array.of(0x81, 0x40) });
    live.heard(peer, { type: 'held', number: 7, rendition: '1080p', bitmap: Uint8Array.of(0xff) });
    expect([[...peer.session.has.each()], peer.session.announced]).toEqual([[at(7, 0), at(7, 7), at(7, 9)], 3]);
  });

  test('is not believed to have a new segment for one that was numbered 2^20 less, which has the same indices on the wire', async () => {
    const { peer } = neighbour(1);
    await live.take((await station.make(2 ** 20 + 7)).encoded, 'node');
    live.heard(peer, { type: 'held', number: 7, rendition: '480p', bitmap: Uint8Array.of(0xff) });
    expect(peer.session.has.has(at(2 ** 20 + 7, 0))).toBe(false);
    live.heard(peer, { type: 'held', number: 2 ** 20 + 7, rendition: '480p', bitmap: Uint8Array.of(0x80) });
    expect(peer.session.has.has(at(2 ** 20 + 7, 0))).toBe(true);
  });

  test('is no longer asked what lies behind the window', () => {
    const { peer } = neighbour(1);
    for (const number of [7, 8]) live.heard(peer, { type: 'held', number, rendition: '480p', bitmap: Uint8Array.of(0x80) });
    peer.told.add(at(7, 0));
    peer.forget(8);
    expect([[...peer.session.has.each()], peer.told.size]).toEqual([[at(8, 0)], 0]);
  });
});
