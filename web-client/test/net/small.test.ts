import { describe, expect, test } from 'vitest';
import { Attempts, backoffMs } from '../../src/net/backoff';
import { ConnectionBudget } from '../../src/net/budget';
import { sdpFingerprints, ticketFingerprint } from '../../src/net/certificate';
import { NetError, worthRetrying } from '../../src/net/errors';
import { parseJoined } from '../../src/net/join';

test('waits double up to the most, of which half is left to chance', () => {
  const policy = { firstMs: 1_000, mostMs: 30_000 };
  expect([1, 2, 3, 10].map((attempt) => backoffMs(policy, attempt, 0))).toEqual([500, 1_000, 2_000, 15_000]);
  expect([1, 2, 3, 10].map((attempt) => backoffMs(policy, attempt, 1))).toEqual([1_000, 2_000, 4_000, 30_000]);
});

test('a door that lets in and closes at once is knocked at less and less, one that stayed open soon', () => {
  const attempts = new Attempts({ firstMs: 1_000, mostMs: 30_000 });
  const waits = [0, 1, 2, 3].map((time) => {
    attempts.opened(time * 100);
    return attempts.ended(time * 100 + 50, 1);
  });
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  attempts.opened(1_000);
  expect([attempts.ended(11_000, 1), attempts.ended(11_001, 1)]).toEqual([1_000, 2_000]);
});

describe('the budget of connections', () => {
  test('never lets more live than it may', () => {
    const budget = new ConnectionBudget();
    expect([1, 2, 3].map(() => budget.take(2, 0))).toEqual([true, true, false]);
    budget.giveBack();
    expect(budget.take(2, 0)).toBe(true);
  });

  test('rations those that come and go, and recovers with time', () => {
    const budget = new ConnectionBudget();
    let made = 0;
    for (let i = 0; i < 300; i++) {
      if (!budget.take(5, 0)) continue;
      made++;
      budget.giveBack();
    }
    expect(made).toBe(100);
    expect(budget.take(5, 1_999)).toBe(false);
    expect(budget.take(5, 2_000)).toBe(true);
  });
});

test('the fingerprints of an SDP are found, and written as tickets have them', () => {
  const print = Array.from({ length: 32 }, () => '07').join(':');
  expect(sdpFingerprints(`v=0\r\na=fingerprint:sha-256 ${print}\r\na=setup:active\r\n`)).toEqual([print]);
  expect(ticketFingerprint(print)).toBe('BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc');
});

test('only what may pass is worth another attempt', () => {
  const status = (code: number) => new NetError('status', 'signaling', code, '');
  expect([503, 429, 408, 404, 403].map((code) => worthRetrying(status(code)))).toEqual([true, true, true, false, false]);
  expect(worthRetrying(new NetError('network', 'webseed', 0, ''))).toBe(true);
  expect(worthRetrying(new NetError('content', 'webseed', 200, ''))).toBe(false);
});

describe('a join answer', () => {
  const answer = {
    peer: '2d4357303030312d'.padEnd(40, '0'),
    ticket: 'a.b.c',
    ticketKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k' },
    swarm: 'ab'.repeat(20),
    open: true,
    pieceLength: 65_536,
    pieces: 321,
    records: [{ rendition: '720p', url: 'https://seed/r', sha256: '00', size: 7 }],
    webseeds: ['https://seed/t/demo/logs/', 7],
    signal: 'wss://node/v1/signal/x',
    iceServers: [{ urls: ['stun:node:3478'] }],
    policy: { stateEveryMs: 10_000, degree: 12, maxDegree: 30, thin: false, patienceMs: 8_000, busy: true },
  };

  test('is read', () => {
    const joined = parseJoined(JSON.stringify(answer), 1_790_000_000_000);
    expect(joined).toMatchObject({ open: true, pieces: 321, webseeds: ['https://seed/t/demo/logs/'], policy: answer.policy });
    expect(joined.records).toEqual([{ rendition: '720p', url: 'https://seed/r', sha256: '00', sizeBytes: 7 }]);
  });

  test.each(['peer', 'ticket', 'ticketKey', 'swarm', 'signal'])('without %s is refused', (field) => {
    expect(() => parseJoined(JSON.stringify({ ...answer, [field]: undefined }), 0)).toThrow(expect.objectContaining({ code: 'content' }));
  });

  test('tells how far the clocks are apart, so that a wrong clock does not make good tickets bad', () => {
    const at = (serverTime: unknown) => parseJoined(JSON.stringify({ ...answer, serverTime }), 1_790_000_000_000).clockAheadMs;
    expect([at(1_790_003_600_000), at(1_789_999_000_000), at(undefined)]).toEqual([3_600_000, -1_000_000, 0]);
  });

  test('that is no JSON is refused', () => {
    expect(() => parseJoined('<html>', 0)).toThrow(NetError);
  });
});
