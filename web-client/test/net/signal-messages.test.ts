import { describe, expect, test } from 'vitest';
import { peerId } from '../../src/content/ids';
import { USUAL_POLICY } from '../../src/net/join';
import { readDownward, writeUpward } from '../../src/net/signal-messages';
import { seeded } from '../random';
import { vectors } from '../vectors';

interface SignalCase {
  readonly name: string;
  readonly direction: 'up' | 'down';
  readonly json: string;
  readonly expect: string;
  readonly canonical?: string;
}

const cases = vectors<SignalCase>('signal');

describe('the vectors of the signaling door, downwards', () => {
  test.each(cases.filter(({ direction }) => direction === 'down'))('$name', ({ json, expect: verdict }) => {
    const message = readDownward(json);
    if (verdict === 'ok') expect(message?.type).toBe((JSON.parse(json) as { type: string }).type);
    else expect(message).toBeNull();
  });
});

test('an other end trickles unless it is said that it does not', () => {
  const read = (name: string) => cases.filter((one) => one.direction === 'down' && one.name === name).map(({ json }) => readDownward(json));
  for (const name of ['introduce', 'offer', 'introduce: trickle may be said', 'introduce: trickle may be null']) expect(read(name)).toMatchObject([{ trickle: true }]);
  for (const name of ['introduce to a stock client', 'offer of a stock client']) expect(read(name)).toMatchObject([{ trickle: false }]);
});

test('a duty is read whole', () => {
  for (const { json } of cases.filter(({ name, expect: verdict }) => name.startsWith('duty') && verdict === 'ok')) expect(readDownward(json)).toEqual(JSON.parse(json));
});

test('what is written upwards is what the vectors hold', () => {
  const texts = new Map(cases.filter(({ direction }) => direction === 'up').map(({ name, canonical }) => [name, canonical]));
  expect(writeUpward({ type: 'want', peers: 4 })).toBe(texts.get('want'));
  expect(writeUpward({ type: 'bye' })).toBe(texts.get('bye'));
  expect(writeUpward({ type: 'candidates', introduction: '0123456789abcdef', candidates: [], end: true })).toBe(texts.get('the end of candidates'));
  expect(writeUpward({ type: 'hello', ticket: 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln' })).toBe(texts.get('hello'));
  for (const type of ['offer', 'answer'] as const) {
    const { sdp } = JSON.parse(texts.get(type) ?? '') as { sdp: string };
    expect(writeUpward({ type, introduction: '0123456789abcdef', sdp })).toBe(texts.get(type));
  }
  const rates = { downBitsPerSecond: 4_000_000, upBitsPerSecond: 1_500_000, uplinkBitsPerSecond: 8_000_000 };
  const failed = [peerId('2d4357303030312d000102030405060708090a0b')];
  const state = { playheadMs: 61_000, rendition: '720p', horizonMs: 24_000, ...rates, connected: 2, failed, lying: [] };
  expect(writeUpward({ type: 'state', ...state })).toBe(texts.get('state'));
  const ring = { epoch: 0, number: 16, injectionMs: 240, missed: [17, 902] };
  expect(writeUpward({ type: 'state', ...state, ring })).toBe(texts.get('a state of a viewer that takes duty'));
  const needing = { playheadMs: 61_000, rendition: '720p', horizonMs: 24_000, ...rates, rateBitsPerSecond: 900_000, connected: 2, failed, lying: [] };
  expect(writeUpward({ type: 'state', ...needing })).toBe(texts.get('a state with the rate of what is missing'));
  const idle = { ...state, upBitsPerSecond: 0, failed: [], uploading: false as const };
  expect(writeUpward({ type: 'state', ...idle })).toBe(texts.get('a state of one who takes no duties'));
});

test('a policy is read with its bounds', () => {
  expect(readDownward('{"type":"policy","stateEveryMs":1,"degree":500,"maxDegree":-1,"thin":1,"patienceMs":1e9}')).toEqual({
    type: 'policy',
    policy: { stateEveryMs: 1_000, degree: 30, maxDegree: 0, thin: false, patienceMs: 60_000, busy: false },
  });
  const thin = cases.find(({ name }) => name === 'policy of a thin cohort, its webseeds hot');
  expect(readDownward(thin?.json ?? '')).toEqual({ type: 'policy', policy: { stateEveryMs: 10_000, degree: 6, maxDegree: 30, thin: true, patienceMs: 24_000, busy: false } });
  const busy = cases.find(({ name }) => name === 'policy while webseeds have little to spare');
  expect(readDownward(busy?.json ?? '')).toEqual({ type: 'policy', policy: { ...USUAL_POLICY, patienceMs: 24_000, busy: true } });
  const policy = cases.find(({ name }) => name === 'policy');
  expect(readDownward(policy?.json ?? '')).toEqual({ type: 'policy', policy: USUAL_POLICY });
});

test('any change of a message gives a message or nothing', () => {
  const random = seeded(4);
  const texts = cases.filter(({ direction, expect: verdict }) => direction === 'down' && verdict === 'ok').map(({ json }) => json);
  for (let i = 0; i < 3_000; i++) {
    const text = texts[Math.floor(random() * texts.length)] ?? '';
    const at = Math.floor(random() * text.length);
    const changed = text.slice(0, at) + String.fromCharCode(32 + Math.floor(random() * 90)) + text.slice(at + Math.floor(random() * 3));
    const message = readDownward(changed);
    expect(message === null || typeof message.type === 'string').toBe(true);
  }
});

test('a text over the limit is not parsed', () => {
  expect(readDownward(`{"type":"error","code":"a","detail":"${'x'.repeat(140_000)}"}`)).toBeNull();
});
