import type { Catalogue } from '../content/catalogue';
import type { Segment } from '../content/records';
import type { Playback } from '../engine-api';

/** What lies ahead of a playhead. */
export interface Ahead {
  /** How far what is held reaches without a gap, in milliseconds of media. */
  readonly horizonMs: number;
  /** The mean rate of the segments that are missing in the horizon, 0 when none is. */
  readonly rateBitsPerSecond: number;
}

/** Looks at the segments between the playhead and the end of the horizon. */
export function heldAhead(catalogue: Catalogue, { rendition, playheadMs }: Playback, horizonMs: number, holds: (segment: Segment) => boolean): Ahead {
  let end = playheadMs;
  let missingBytes = 0;
  let missingMs = 0;
  for (const segment of catalogue.between(rendition ?? '', playheadMs, playheadMs + horizonMs)) {
    const held = holds(segment);
    if (held && missingMs === 0) end = segment.startMs + segment.durationMs;
    if (held) continue;
    missingBytes += segment.sizeBytes;
    missingMs += segment.durationMs;
  }
  return { horizonMs: Math.max(0, end - playheadMs), rateBitsPerSecond: missingMs === 0 ? 0 : (missingBytes * 8_000) / missingMs };
}
