import { describe, expect, test } from 'vitest';
import { Geometry } from '../../src/content/geometry';
import { peerId, swarmId, unhex } from '../../src/content/ids';
import { decodeIntroduction } from '../../src/wire/extension';
import { WireSession } from '../../src/wire/session';
import type { PeerEvent } from '../../src/wire/session';

/**
 * All that WebTorrent 3.0.21 (bittorrent-protocol 5.0.9) wrote to a viewer, one write a line: a torrent of 16 KiB pieces with the files `a`
 * (20,000 bytes and a pad, pieces 0 and 1) and `b` (40 bytes, piece 2). It began with `b`, the viewer with `a`; both were done, then it was
 * made to send a keep alive and to choke, and was asked for `b` once more.
 */
const RECORDED = [
  '13426974546f7272656e742070726f746f636f6c000000000010000490ebc6038ecd77677ada4a6fdf3a9ebd613568552d5757303332312d73746f636b636c69656e7430',
  '0000004b14',
  '0064313a6d6431313a6c745f646f6e746861766569336531313a75745f6d65746164617461693165363a75745f7065786932656531333a6d657461646174615f73697a65693231366565',
  '0000000205',
  '20',
  '0000000102',
  '0000000d06000000010000000000004000',
  '0000000101',
  '00000031070000000200000000',
  '636f7264776f6f643a2074776f206c6f677320656163682c2063757420616e6420737461636b6564',
  '000000050400000001',
  '0000000d06000000000000000000004000',
  '000000050400000000',
  '0000000103',
  '00000000',
  '0000000100',
  '0000000d10000000020000000000000028',
];

const swarm = swarmId('90ebc6038ecd77677ada4a6fdf3a9ebd61356855');
const peer = peerId('2d5757303332312d73746f636b636c69656e7430');
const session = (): WireSession => new WireSession(swarm, peer, new Geometry(16_384), 3);
const whole = RECORDED.join('');

function read(...chunks: readonly string[]): { readonly made: WireSession; readonly events: readonly PeerEvent[] } {
  const made = session();
  return { made, events: chunks.flatMap((chunk) => made.receive(unhex(chunk))) };
}

describe('a stock client', () => {
  const { made, events } = read(...RECORDED);

  test('greets with the id that it told its tracker, with extensions and Fast', () => {
    expect(events[0]).toEqual({ type: 'handshake', handshake: { type: 'handshake', swarm, peer, extended: true, fast: true } });
    expect(made.fast).toBe(true);
  });

  test('says nothing of cordwood, and takes lt_donthave', () => {
    expect(events[1]).toEqual({ type: 'introduction', introduction: { cordwoodId: null, dontHaveId: 3, requests: 256, ticket: null } });
  });

  test('asks for whole pieces with their pads, gives blocks when it does not choke, and rejects when it does', () => {
    const block = (piece: number, length: number) => ({ block: { piece, begin: 0, length } });
    expect(events.slice(2)).toMatchObject([
      { type: 'pieces' },
      { type: 'request', ...block(1, 16_384) },
      { type: 'unchoked' },
      { type: 'block', piece: 2, begin: 0, data: new TextEncoder().encode('cordwood: two logs each, cut and stacked') },
      { type: 'have', piece: 1 },
      { type: 'request', ...block(0, 16_384) },
      { type: 'have', piece: 0 },
      { type: 'choked' },
      { type: 'reject', ...block(2, 40) },
    ]);
    expect([made.unchokes, made.has.count]).toEqual([false, 3]);
  });

  test('is understood however its bytes are cut', () => {
    expect(read(whole).events).toEqual(events);
    expect(read(...(whole.match(/../g) ?? [])).events).toEqual(events);
  });
});

test('an extended handshake may name an extension by an id that means none', () => {
  const disabled = new TextEncoder().encode('d1:md8:cordwoodi0e11:lt_donthavei256eee');
  expect(decodeIntroduction(disabled)).toMatchObject({ cordwoodId: null, dontHaveId: null });
});
