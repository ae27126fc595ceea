import type { LoadOptions } from '../engine-api';

/** When the player needs a load. Times are of the engine's clock. */
export interface Deadline {
  /** Told anew at each look: a pause or a late start moves it. */
  at(): number;
  /** Since when it is waited for. */
  readonly sinceMs: number;
  /** How much time there was at first. */
  readonly givenMs: number;
}

/** The deadline that a player's options give; it needs at once what it says nothing of. */
export function deadlineOf({ deadlineMs = 0 }: LoadOptions, now: () => number): Deadline {
  const sinceMs = now();
  const at = typeof deadlineMs === 'number' ? () => sinceMs + deadlineMs : () => now() + deadlineMs();
  return { at, sinceMs, givenMs: at() - sinceMs };
}
