import type { Need } from './types';

/* What the engine's first part needs of the plan as well: it loads before the plan's code is here. */

/** The width of the urgent zone before a webseed was measured, and the most that a fast one needs. */
const URGENT_UNKNOWN_MS = 2_500;
/** The least width of the urgent zone, however fast the webseed. */
const URGENT_LEAST_MS = 1_200;
/** It is so many times the time of a fetch, of a slow one. */
export const URGENT_TIMES = 2;
/** The most, however slow: a wider one would make a webseed that has too much to do slower still. */
export const URGENT_MOST_MS = 8_000;
/** The part of the player's time that is kept for the webseed when it gave little. */
const GIVEN_PART = 0.35;
/** What is not needed within this time a hot webseed may refuse. */
export const SOON_MS = 10_000;

/** What is needed in `slackMs`, where a fetch takes `segmentMs`. */
export function needOf(slackMs: number, segmentMs: number): Need {
  if (slackMs < urgentMs(segmentMs)) return 'now';
  return slackMs < SOON_MS ? 'soon' : 'ahead';
}

/**
 * How long before its deadline a segment is fetched at the latest, given the measured time of a fetch (0: none was measured) and the
 * time that the player gave: of little time most is left to peers, who may be about to connect, as far as the webseed is quick.
 */
export function urgentMs(segmentMs: number, givenMs = Infinity): number {
  const wide = segmentMs === 0 ? URGENT_UNKNOWN_MS : Math.max(URGENT_LEAST_MS, Math.min(URGENT_UNKNOWN_MS, 10 * segmentMs));
  return Math.min(URGENT_MOST_MS, Math.max(1, URGENT_TIMES * segmentMs, Math.min(wide, GIVEN_PART * givenMs)));
}
