import { describe, expect, test } from 'vitest';
import { Hope } from '../../src/engine/hope';

const admission = (attempts: number, thin = false): { attempts: number; policy: { thin: boolean } } => ({ attempts, policy: { thin } });

describe('a load that has time', () => {
  test('waits for a first peer while this viewer gets into the swarm', () => {
    const hope = new Hope(1_000);
    expect([hope.aloneMs(1_000, null), hope.aloneMs(3_999, null), hope.aloneMs(3_999, admission(0))]).toEqual([0, 0, 0]);
  });

  test('waits a little longer than an introduction takes, from the first time that the door was open', () => {
    const hope = new Hope(0);
    hope.opened(2_900);
    hope.opened(3_900);
    expect([hope.aloneMs(4_099, admission(0)), hope.aloneMs(4_100, admission(0))]).toEqual([0, 3_000]);
  });

  test('fills no more than a small buffer while a crowd may be coming, and all of it then', () => {
    const [early, late] = [new Hope(0), new Hope(0)];
    early.opened(100);
    late.opened(8_000);
    expect([3_000, 14_999, 15_000].map((nowMs) => new Hope(0).aloneMs(nowMs, admission(0)))).toEqual([3_000, 3_000, Infinity]);
    expect([14_999, 15_000].map((nowMs) => early.aloneMs(nowMs, admission(0)))).toEqual([3_000, Infinity]);
    expect([17_999, 18_000].map((nowMs) => late.aloneMs(nowMs, admission(0)))).toEqual([3_000, Infinity]);
  });

  test('does not wait after a failed attempt to get in, nor when peers cannot bring enough', () => {
    expect([new Hope(0).aloneMs(10, admission(1)), new Hope(0).aloneMs(10, admission(0, true))]).toEqual([Infinity, Infinity]);
  });

  test('waits for no first peer when one was there', () => {
    const hope = new Hope(0);
    hope.opened(0);
    hope.connected();
    expect(hope.aloneMs(1, admission(0))).toBe(Infinity);
  });
});
