import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Geometry } from '../../src/content/geometry';
import { peerId, swarmId } from '../../src/content/ids';
import type { Bytes, PieceIndex } from '../../src/content/ids';
import { Neighbourhood } from '../../src/engine/neighbourhood';
import { UploadRate } from '../../src/engine/upload-rate';
import { ConnectionBudget } from '../../src/net/budget';
import { parseJoined } from '../../src/net/join';
import { encodeHandshake, encodeMessage } from '../../src/wire/encoder';
import type { WireMessage } from '../../src/wire/messages';
import { WireParser } from '../../src/wire/parser';
import { JOINED } from './page';

const mallory = peerId('cd'.repeat(20));
const joined = { ...parseJoined(JOINED, 0), pieceLength: 65_536, pieces: 20 };
const greeting = encodeHandshake({ swarm: joined.swarm, peer: mallory, extended: true, fast: true });
const introduction = encodeMessage({ type: 'extended', id: 0, payload: new TextEncoder().encode('d1:md8:cordwoodi1eee') });
const request = encodeMessage({ type: 'request', piece: 3 as PieceIndex, begin: 0, length: 16_384 });
const second = encodeMessage({ type: 'request', piece: 3 as PieceIndex, begin: 16_384, length: 16_384 });
const piece = { piece: 3 as PieceIndex, begin: 0 };

/** A data channel and its connection, as far as a link touches them. */
class Channel {
  readonly label = 'cordwood';
  readyState = 'connecting';
  bufferedAmount = 0;
  binaryType = '';
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly heard: WireMessage[] = [];
  writes = 0;
  private readonly parser = new WireParser();

  send(bytes: Bytes): void {
    this.writes++;
    this.heard.push(...(this.parser.push(bytes.slice()) as WireMessage[]));
  }

  /** Says something, and what is said in answer within the same turn has come. */
  say(...messages: readonly Bytes[]): void {
    for (const bytes of messages) this.onmessage?.({ data: bytes.slice().buffer });
    for (const { outbox } of neighbours.peers.values()) outbox.flush();
  }

  said(type: string): readonly WireMessage[] {
    return this.heard.filter((message) => message.type === type);
  }
}

let channels: Channel[];
let signalled: string[];
let banned: string[];
let failed: string[];
let timers: (() => void)[];
let waits: number[];
let now: number;
let changes: number;
let neighbours: Neighbourhood;

function neighbourhood(uploads: boolean, open = true): Neighbourhood {
  const identity = { certificate: { expires: 0, getFingerprints: () => [] }, fingerprint: '' };
  return new Neighbourhood(new Geometry(65_536), { ...joined, open }, uploads, new UploadRate(Infinity), { identity, budget: new ConnectionBudget(), now: () => now }, {
    signal: (message) => {
      if (message.type === 'offer') signalled.push(message.introduction);
    },
    ticket: () => '',
    state: () => ({ playheadMs: 0, rendition: '720p', uploading: uploads }),
    read: ({ length }) => new Uint8Array(length),
    needMs: () => 0,
    later: (ms, action) => {
      waits.push(ms);
      timers.push(action);
    },
    block: () => undefined,
    unanswered: () => undefined,
    met: () => undefined,
    live: () => undefined,
    connected: () => undefined,
    closed: () => undefined,
    failed: (peer) => failed.push(peer),
    banned: (peer, reason) => banned.push(`${peer} ${reason}`),
    uploaded: () => undefined,
    rejected: () => undefined,
    changed: () => {
      changes++;
    },
  });
}

/** The node introduces a peer, and its channel opens; none does for who is not met again. */
async function meet(name = '0123456789abcdef'): Promise<Channel | undefined> {
  neighbours.signaled({ type: 'introduce', introduction: name, peer: mallory, timeoutMs: 30_000, trickle: true });
  await expect.poll(() => signalled.includes(name) || neighbours.connecting === 0, { interval: 1 }).toBe(true);
  const channel = channels.find(({ closed, readyState }) => !closed && readyState === 'connecting');
  if (channel === undefined || neighbours.connecting === 0) return undefined;
  channel.readyState = 'open';
  channel.onopen?.();
  return channel;
}

async function met(): Promise<Channel> {
  const channel = await meet();
  if (channel === undefined) throw new Error('no connection was made');
  return channel;
}

const trusted = () => expect.poll(() => neighbours.peers.get(mallory)?.trusted, { interval: 1 }).toBe(true);

beforeEach(() => {
  channels = [];
  signalled = [];
  banned = [];
  failed = [];
  timers = [];
  waits = [];
  now = 0;
  changes = 0;
  vi.stubGlobal(
    'RTCPeerConnection',
    class {
      private readonly channel = new Channel();
      createDataChannel(): Channel {
        channels.push(this.channel);
        return this.channel;
      }
      createOffer(): Promise<object> {
        return Promise.resolve({ type: 'offer', sdp: 'v=0' });
      }
      setLocalDescription(): Promise<void> {
        return Promise.resolve();
      }
      close(): void {
        this.channel.closed = true;
      }
    },
  );
  neighbours = neighbourhood(true);
});

afterEach(() => {
  neighbours.close();
  expect(channels.every(({ closed }) => closed)).toBe(true);
  vi.unstubAllGlobals();
});

describe('who breaks the protocol is cut off, and not met again', () => {
  const huge = encodeMessage({ type: 'have none' });
  huge.set([0, 4, 0, 1]);
  const flood = new Uint8Array(Array.from({ length: 257 }, (_, i) => [...encodeMessage({ type: 'request', piece: (i % 20) as PieceIndex, begin: 0, length: 16_384 - i })]).flat());
  test.each<[string, Bytes[]]>([
    ['with a request over a block (row 21)', [greeting, encodeMessage({ type: 'request', ...piece, length: 16_385 })]],
    ['with an offset beyond the piece (row 21)', [greeting, encodeMessage({ type: 'request', ...piece, begin: 2 ** 32 - 16_384, length: 16_384 })]],
    ['with a piece beyond the torrent (row 21)', [greeting, encodeMessage({ type: 'request', piece: 20 as PieceIndex, begin: 0, length: 16_384 })]],
    ['with a flood of requests (row 21)', [greeting, flood]],
    ['with a message without end (row 22)', [greeting, huge]],
    ['with a bitfield of the wrong length (row 23)', [greeting, encodeMessage({ type: 'bitfield', bits: new Uint8Array(2) })]],
    ['with the name of another swarm', [encodeHandshake({ swarm: swarmId('00'.repeat(20)), peer: mallory, extended: true, fast: true })]],
    ['with the id of another peer', [encodeHandshake({ swarm: joined.swarm, peer: peerId('00'.repeat(20)), extended: true, fast: true })]],
  ])('%s', async (_, messages) => {
    const channel = await met();
    channel.say(...messages);
    expect([channel.closed, neighbours.peers.size, banned.length]).toEqual([true, 0, 1]);
    expect(await meet('fedcba9876543210')).toBeUndefined();
  });

  test('by a silence in place of a handshake', async () => {
    const channel = await met();
    now = 15_000;
    neighbours.expire();
    expect(channel.closed).toBe(false);
    now = 15_001;
    neighbours.expire();
    expect([channel.closed, banned.length]).toEqual([true, 1]);
  });

  test('by showing no ticket where one is needed', async () => {
    neighbours.close();
    neighbours = neighbourhood(true, false);
    const channel = await met();
    channel.say(greeting, introduction);
    await expect.poll(() => channel.closed, { interval: 1 }).toBe(true);
    expect(banned).toHaveLength(1);
  });
});

test('whose first words are no handshake is dropped, met again, and cut off when it says the same', async () => {
  const first = await met();
  first.say(Uint8Array.of(0, 0, 0, 1, 2));
  expect([first.closed, banned, failed]).toEqual([true, [], [mallory]]);
  const second = await meet('fedcba9876543210');
  second?.say(Uint8Array.of(0, 0, 0, 1, 2));
  expect([second?.closed, banned.length, failed.length]).toEqual([true, 1, 1]);
  expect(await meet('aaaaaaaaaaaaaaaa')).toBeUndefined();
});

describe('what comes before the channel is said to be open', () => {
  async function speaks(...messages: readonly Bytes[]): Promise<Channel> {
    neighbours.signaled({ type: 'introduce', introduction: '0123456789abcdef', peer: mallory, timeoutMs: 30_000, trickle: true });
    await expect.poll(() => signalled.length, { interval: 1 }).toBe(1);
    const [channel] = channels;
    if (channel === undefined) throw new Error('no connection was made');
    channel.say(...messages);
    return channel;
  }

  test('is read when it is', async () => {
    const channel = await speaks(greeting, introduction);
    expect(neighbours.peers.size).toBe(0);
    channel.readyState = 'open';
    channel.onopen?.();
    await trusted();
    expect(banned).toEqual([]);
  });

  test('is not more than a greeting', async () => {
    const channel = await speaks(new Uint8Array(40_000), new Uint8Array(40_000));
    expect([channel.closed, neighbours.connecting]).toEqual([true, 0]);
  });
});

test('a viewer that is admitted under another name gives up what is not open yet: it would greet as another than was introduced', async () => {
  const open = await met();
  neighbours.signaled({ type: 'introduce', introduction: 'fedcba9876543210', peer: peerId('ef'.repeat(20)), timeoutMs: 30_000, trickle: true });
  await expect.poll(() => signalled, { interval: 1 }).toContain('fedcba9876543210');
  neighbours.admittedAgain({ ...joined, peer: peerId('12'.repeat(20)) });
  expect([open.closed, neighbours.connecting, neighbours.peers.size]).toEqual([false, 0, 1]);
  expect(banned).toEqual([]);
});

test('another viewer is told all at once that it needs before it asks: who this is, what it has and that it gives', async () => {
  neighbours.offer(3 as PieceIndex, 40);
  const channel = await met();
  await expect.poll(() => channel.writes).toBe(1);
  expect(channel.heard.map(({ type }) => type)).toEqual(['handshake', 'bitfield', 'extended', 'unchoke', 'interested']);
  channel.say(greeting);
  expect(channel.writes).toBe(1);
});

describe('a new piece', () => {
  const told = (channel: Channel) => channel.said('have').map((have) => (have.type === 'have' ? have.piece : null));

  test('waits a moment for others, and is told of with them', async () => {
    const channel = await met();
    await Promise.resolve();
    const { writes } = channel;
    neighbours.offer(3 as PieceIndex, 40);
    neighbours.offer(4 as PieceIndex, 40);
    await Promise.resolve();
    expect([told(channel), waits]).toEqual([[], [40]]);
    timers[0]?.();
    expect([told(channel), channel.writes - writes]).toEqual([[3, 4], 1]);
  });

  test('that is needed soon does not wait for those that are not', async () => {
    const channel = await met();
    neighbours.offer(3 as PieceIndex, 100);
    now = 50;
    neighbours.offer(4 as PieceIndex, 40);
    expect(waits).toEqual([100, 40]);
    timers[1]?.();
    expect(told(channel)).toEqual([3, 4]);
  });

  test('that a peer has as well goes with the next thing that it is told, so that who passes on what it gets is seen to', async () => {
    const channel = await met();
    channel.say(greeting, introduction, encodeMessage({ type: 'have', piece: 3 as PieceIndex }));
    await Promise.resolve();
    const { writes } = channel;
    neighbours.offer(3 as PieceIndex, 40);
    timers[0]?.();
    await Promise.resolve();
    expect([told(channel), channel.writes]).toEqual([[], writes]);
    neighbours.ask(mallory, 7 as PieceIndex, 0, 65_536, 100);
    await Promise.resolve();
    expect([told(channel), channel.writes]).toEqual([[3], writes + 1]);
  });

  test('of a peer changes a plan where it is missing here', async () => {
    const channel = await met();
    channel.say(greeting, introduction);
    neighbours.offer(3 as PieceIndex, 40);
    const before = changes;
    channel.say(encodeMessage({ type: 'have', piece: 3 as PieceIndex }), request);
    expect(changes).toBe(before);
    channel.say(encodeMessage({ type: 'have', piece: 4 as PieceIndex }));
    expect(changes).toBe(before + 1);
  });

  test('that was gone before it was told of is told of to nobody', async () => {
    const channel = await met();
    channel.say(greeting, encodeMessage({ type: 'extended', id: 0, payload: new TextEncoder().encode('d1:md8:cordwoodi1e11:lt_donthavei2eee') }));
    const { length } = channel.said('extended');
    neighbours.offer(3 as PieceIndex, 40);
    neighbours.withdraw(3 as PieceIndex);
    timers[0]?.();
    await Promise.resolve();
    expect([told(channel), channel.said('extended').length]).toEqual([[], length]);
    neighbours.offer(3 as PieceIndex, 40);
    timers.at(-1)?.();
    neighbours.withdraw(3 as PieceIndex);
    await Promise.resolve();
    expect([told(channel), channel.said('extended').length]).toEqual([[3], length + 1]);
  });

  test('goes with the next thing that is said', async () => {
    const channel = await met();
    neighbours.offer(3 as PieceIndex, 100);
    neighbours.ask(mallory, 7 as PieceIndex, 0, 65_536, 100);
    await Promise.resolve();
    expect(told(channel)).toEqual([3]);
  });
});

describe('a request', () => {
  test('of who is trusted is answered', async () => {
    const channel = await met();
    channel.say(greeting, introduction);
    await trusted();
    channel.say(request);
    expect(channel.said('piece')).toMatchObject([piece]);
  });

  test('is answered in the same write as the others that came with it', async () => {
    const channel = await met();
    channel.say(greeting, introduction);
    await trusted();
    const before = channel.writes;
    channel.say(Uint8Array.of(...request, ...second));
    expect([channel.said('piece').length, channel.writes - before]).toEqual([2, 1]);
  });

  test('is answered although what follows it breaks the protocol, before its peer is cut off', async () => {
    const channel = await met();
    channel.say(greeting, introduction);
    await trusted();
    neighbours.ask(mallory, 3 as PieceIndex, 0, 65_536, 100);
    channel.say(Uint8Array.of(...request, ...encodeMessage({ type: 'piece', ...piece, data: new Uint8Array(9) })));
    expect([channel.said('piece').length, channel.closed, banned.length]).toEqual([1, true, 1]);
  });

  test('of who has not shown yet that it belongs here is rejected', async () => {
    const channel = await met();
    channel.say(greeting, request);
    expect([channel.said('piece'), channel.said('reject')]).toMatchObject([[], [piece]]);
  });

  test('is rejected by a viewer who gives nothing, from the moment it is switched off until it is on again (row 24)', async () => {
    const channel = await met();
    channel.say(greeting, introduction);
    await trusted();
    neighbours.give(false);
    channel.say(request);
    expect([channel.said('choke').length, channel.said('piece').length, channel.said('reject').length]).toEqual([1, 0, 1]);
    neighbours.give(true);
    channel.say(request);
    expect([channel.said('piece').length, channel.said('reject').length]).toEqual([1, 1]);
  });

  test('finds nothing offered by a viewer who gives nothing (row 24)', async () => {
    neighbours.close();
    neighbours = neighbourhood(false);
    const channel = await met();
    neighbours.offer(3 as PieceIndex, 40);
    channel.say(greeting);
    neighbours.offer(4 as PieceIndex, 40);
    expect([channel.said('have none').length, channel.said('have').length, channel.said('unchoke').length]).toEqual([1, 0, 0]);
  });
});
