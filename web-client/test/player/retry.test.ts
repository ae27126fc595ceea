import { expect, test } from 'vitest';
import { nextTryMs, restartAfterMs } from '../../src/player/retry';

const policy = { maxNumRetry: 2, retryDelayMs: 1_000, maxRetryDelayMs: 1_500 };

test('a failure is tried again as often as the policy says, each time later', () => {
  expect([0, 1, 2].map((tries) => nextTryMs(policy, tries, 503))).toEqual([1_000, 1_500, null]);
});

test('a linear policy waits the same each time', () => {
  expect([0, 1].map((tries) => nextTryMs({ ...policy, backoff: 'linear' }, tries, 0))).toEqual([1_000, 1_000]);
});

test('a refusal is not tried again, and nothing is without a policy', () => {
  expect(nextTryMs(policy, 0, 404)).toBeNull();
  expect(nextTryMs(null, 0, 0)).toBeNull();
});

test('a player that gave up starts again after pauses that double up to half a minute', () => {
  expect([0, 1, 2, 3, 4, 5, 400].map(restartAfterMs)).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});
