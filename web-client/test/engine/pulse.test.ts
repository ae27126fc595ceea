import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pulse } from '../../src/engine/pulse';
import { Timers } from '../../src/engine/timers';

let rounds: number[];
let hurries: boolean;
let within: (() => void) | null;
let timers: Timers;
let pulse: Pulse;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  rounds = [];
  hurries = false;
  within = null;
  timers = new Timers();
  pulse = new Pulse(timers, {
    now: () => Date.now(),
    hurries: () => hurries,
    round: () => {
      rounds.push(Date.now());
      within?.();
    },
  });
});

afterEach(() => {
  timers.close();
  vi.useRealTimers();
});

test('beats four times a second, and faster while a load hurries', () => {
  pulse.begin();
  vi.advanceTimersByTime(500);
  expect(rounds).toEqual([250, 500]);
  hurries = true;
  vi.advanceTimersByTime(450);
  expect(rounds.slice(2)).toEqual([750, 850, 950]);
});

test('beats when the last round is long enough ago', async () => {
  pulse.begin();
  await vi.advanceTimersByTimeAsync(200);
  pulse.wake();
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(249);
  expect(rounds).toEqual([200]);
  await vi.advanceTimersByTimeAsync(1);
  expect(rounds).toEqual([200, 450]);
});

test('tells how late its beats come, for a while', () => {
  pulse.begin();
  vi.advanceTimersByTime(250);
  expect(pulse.lagMs).toBe(0);
  vi.setSystemTime(Date.now() + 400);
  vi.advanceTimersByTime(250);
  expect(pulse.lagMs).toBe(400);
  vi.advanceTimersByTime(250);
  expect(pulse.lagMs).toBe(380);
  vi.advanceTimersByTime(30_000);
  expect(pulse.lagMs).toBeLessThan(1);
});

test('tells when a beat was late last', () => {
  pulse.begin();
  vi.setSystemTime(Date.now() + 49);
  vi.advanceTimersByTime(250);
  const before = pulse.lateAtMs;
  vi.setSystemTime(Date.now() + 50);
  vi.advanceTimersByTime(250);
  const atMs = Date.now();
  vi.advanceTimersByTime(20_000);
  expect([before, pulse.lateAtMs]).toEqual([-Infinity, atMs]);
});

test('the longer rounds take the farther apart they are, up to a limit', async () => {
  hurries = true;
  const apart = async (tookMs: number): Promise<number> => {
    within = () => vi.setSystemTime(Date.now() + tookMs);
    for (let i = 0; i < 40; i++) {
      pulse.wake();
      await vi.advanceTimersByTimeAsync(250);
    }
    pulse.wake();
    await vi.advanceTimersByTimeAsync(0);
    pulse.wake();
    await vi.advanceTimersByTimeAsync(250);
    return (rounds.at(-1) ?? 0) - (rounds.at(-2) ?? 0);
  };
  expect([await apart(1), await apart(3), await apart(50)]).toEqual([15, 29, 60]);
});

test('what happens has a round run at the end of the turn, once', async () => {
  pulse.wake();
  pulse.wake();
  expect(rounds).toEqual([]);
  await Promise.resolve();
  expect(rounds).toEqual([0]);
});

test('rounds keep their distance', async () => {
  pulse.wake();
  await Promise.resolve();
  vi.advanceTimersByTime(5);
  pulse.wake();
  pulse.wake();
  vi.advanceTimersByTime(54);
  expect(rounds).toEqual([0]);
  vi.advanceTimersByTime(1);
  expect(rounds).toEqual([0, 60]);
});

test('rounds of a page that is late are as far apart as that, and not farther than 150 ms', async () => {
  const apart = async (lateMs: number): Promise<number | undefined> => {
    rounds = [];
    vi.setSystemTime(Date.now() + lateMs);
    vi.advanceTimersByTime(250);
    pulse.run();
    const from = Date.now();
    pulse.wake();
    await vi.advanceTimersByTimeAsync(200);
    return rounds.map((at) => at - from).find((after) => after > 0);
  };
  pulse.begin();
  expect([await apart(0), await apart(100), await apart(4_000)]).toEqual([60, 100, 150]);
});

test('rounds follow sooner while a load hurries', async () => {
  hurries = true;
  pulse.run();
  vi.advanceTimersByTime(5);
  pulse.wake();
  vi.advanceTimersByTime(9);
  expect(rounds).toEqual([0]);
  hurries = false;
  vi.advanceTimersByTime(1);
  expect(rounds).toEqual([0, 15]);
  pulse.wake();
  await vi.advanceTimersByTimeAsync(59);
  expect(rounds).toEqual([0, 15]);
  await vi.advanceTimersByTimeAsync(1);
  expect(rounds).toEqual([0, 15, 75]);
});

test('a load that begins to hurry does not wait for the round of when nothing hurried', () => {
  pulse.run();
  vi.advanceTimersByTime(5);
  pulse.wake();
  hurries = true;
  pulse.run();
  vi.advanceTimersByTime(2);
  pulse.wake();
  vi.advanceTimersByTime(12);
  expect(rounds).toEqual([0, 5]);
  vi.advanceTimersByTime(1);
  expect(rounds).toEqual([0, 5, 20]);
});

test('a round that asks for a round has another, later and not within', () => {
  within = () => {
    within = null;
    pulse.run();
  };
  pulse.run();
  expect(rounds).toEqual([0]);
  vi.advanceTimersByTime(15);
  expect(rounds).toEqual([0, 15]);
});

test('a round that fails is not the last one', () => {
  within = () => {
    within = null;
    throw new Error('a fault');
  };
  expect(() => pulse.run()).toThrow('a fault');
  pulse.run();
  expect(rounds).toHaveLength(2);
});

test('nothing runs after the end', async () => {
  pulse.begin();
  pulse.wake();
  pulse.stop();
  await Promise.resolve();
  vi.advanceTimersByTime(1_000);
  expect(rounds).toEqual([]);
});
