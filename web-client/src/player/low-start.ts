/** With so much ahead of its playhead a player that spares webseeds leaves the low rung. */
const UP_MS = 8_000;
/** With less than this it comes back to it. */
const DOWN_MS = 3_000;
/** The low rung has at most this part of the highest one's bit rate, where there is such a one. */
const LOW_PART = 0.25;

/**
 * Whether a player stays on the low rung of its ladder, or goes back to it, where webseeds have little to spare. What is so small peers can bring at once, however many come; until
 * enough is ahead for them to bring the next segments of a higher rung as well, a webseed would have to. `low`: it plays that rung or a lower one now.
 */
export function keepsLow(low: boolean, aheadMs: number): boolean {
  return aheadMs < (low ? UP_MS : DOWN_MS);
}

/** The part of hls.js that chooses levels, which are in the order of their bit rates. */
export interface LevelChoice {
  readonly levels: readonly { readonly bitrate: number }[];
  readonly loadLevel: number;
  /** The highest level that it chooses by itself, -1 for any. */
  autoLevelCapping: number;
}

/** Keeps a film's player on the low rung by {@link keepsLow}. A level that was pinned is not touched, and a page's own cap comes back afterwards. */
export class LowStart {
  /** The page's cap while this one holds. */
  #before: number | null = null;

  /** Before the player chooses the next segment's level; `aheadMs` is what it will have then. */
  choose(player: LevelChoice, webseedsBusy: boolean, aheadMs: number): void {
    const low = lowRung(player.levels);
    const holds = this.#before !== null;
    const keeps = webseedsBusy && low < player.levels.length - 1 && keepsLow(holds || player.loadLevel <= low, aheadMs);
    if (keeps === holds) return;
    if (keeps) this.#before = player.autoLevelCapping;
    player.autoLevelCapping = keeps ? low : (this.#before ?? -1);
    if (!keeps) this.#before = null;
  }
}

/** The highest that is low, or the lowest. */
function lowRung(levels: LevelChoice['levels']): number {
  const most = LOW_PART * (levels.at(-1)?.bitrate ?? 0);
  return Math.max(0, levels.filter(({ bitrate }) => bitrate <= most).length - 1);
}
