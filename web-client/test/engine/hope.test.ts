import { describe, expect, test } from 'vitest';
import { Hope } from '../../src/engine/hope';

const admission = (attempts: number, thin = false): { attempts: number; policy: { thin: boolean } } => ({ attempts, policy: { thin } });

describe('a first peer is hoped for', () => {
  test('for three seconds while this viewer is not in the swarm', () => {
    const hope = new Hope(1_000);
    expect([hope.at(1_000, null), hope.at(3_999, null), hope.at(3_999, admission(0)), hope.at(4_000, null), hope.at(4_000, admission(0))]).toEqual([true, true, true, false, false]);
  });

  test('not after a failed attempt to get in', () => {
    expect(new Hope(0).at(10, admission(1))).toBe(false);
  });

  test('for a little longer than an introduction takes, from the first time that the door was open', () => {
    const hope = new Hope(0);
    hope.opened(10_000);
    hope.opened(20_000);
    expect([hope.at(11_199, admission(0)), hope.at(11_200, admission(0)), hope.at(20_100, admission(0))]).toEqual([true, false, false]);
  });

  test('not when peers cannot bring enough', () => {
    const hope = new Hope(0);
    hope.opened(0);
    expect([hope.at(1, admission(0)), hope.at(1, admission(0, true))]).toEqual([true, false]);
  });

  test('no more once one is there', () => {
    const hope = new Hope(0);
    hope.opened(0);
    hope.connected();
    expect(hope.at(1, admission(0))).toBe(false);
  });
});
