/** A fragment of a live playlist, with where it begins on the media element's clock. */
export interface TimedFragment {
  readonly url: string;
  /** Seconds. */
  readonly start: number;
}

/** How many of the newest fragments are looked through for one whose place in the channel's time is known. */
const LOOKED_THROUGH = 16;

/**
 * How far a live channel's time is ahead of a media element's clock, which begins anywhere. Every viewer's element has another one; the
 * channel's time is the same for all. What was found once holds until it is found anew, after the channel's end as well.
 */
export class ChannelClock {
  #aheadMs: number | null = null;

  /**
   * Milliseconds to add to the element's time; 0 for a film, `null` for a channel of which nothing is known yet. `timeOf` is the engine's.
   * Cheap enough for every `timeupdate`.
   */
  aheadMs(details: { readonly live: boolean; readonly fragments: readonly TimedFragment[] } | undefined, timeOf: (url: string) => number | null): number | null {
    for (const { url, start } of details?.fragments.slice(-LOOKED_THROUGH).reverse() ?? []) {
      const timeMs = timeOf(url);
      if (timeMs === null) continue;
      this.#aheadMs = timeMs - start * 1_000;
      break;
    }
    return this.#aheadMs ?? (details?.live === true ? null : 0);
  }
}
