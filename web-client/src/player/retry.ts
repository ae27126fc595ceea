/** hls.js's policy for one kind of failure. */
export interface RetryPolicy {
  readonly maxNumRetry: number;
  readonly retryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly backoff?: 'exponential' | 'linear';
}

/** Milliseconds to wait before the next try, `null` when there is none. A refusal (4xx) is not tried again. */
export function nextTryMs(policy: RetryPolicy | null | undefined, tries: number, status: number): number | null {
  if (!policy || tries >= policy.maxNumRetry || (status >= 400 && status < 500)) return null;
  const factor = policy.backoff === 'linear' ? 1 : 2 ** tries;
  return Math.min(factor * policy.retryDelayMs, policy.maxRetryDelayMs);
}

/** Milliseconds to wait before a player that gave up starts again: 2 s at first, then twice as long each time, 30 s at most. */
export function restartAfterMs(failures: number): number {
  return Math.min(30_000, 2_000 * 2 ** Math.min(failures, 10));
}
