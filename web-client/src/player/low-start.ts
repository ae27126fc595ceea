/** With so much ahead of its playhead a player that spares webseeds leaves the lowest rung. */
const UP_MS = 8_000;
/** With less than this it comes back to it. */
const DOWN_MS = 3_000;

/**
 * Whether a player stays on the lowest rung of its ladder, or goes back to it, where webseeds have little to spare. What is so small peers can bring at once, however many come; until
 * enough is ahead for them to bring the next segments of a higher rung as well, a webseed would have to. `low`: it plays the lowest rung now.
 */
export function keepsLow(low: boolean, aheadMs: number): boolean {
  return aheadMs < (low ? UP_MS : DOWN_MS);
}

/** The part of hls.js that chooses levels; the lowest is the first. */
export interface LevelChoice {
  readonly levels: { readonly length: number };
  readonly loadLevel: number;
  /** The highest level that it chooses by itself, -1 for any. */
  autoLevelCapping: number;
}

/** Keeps a film's player on the lowest rung by {@link keepsLow}. A level that was pinned is not touched, and a page's own cap comes back afterwards. */
export class LowStart {
  /** The page's cap while this one holds. */
  #before: number | null = null;

  /** Before the player chooses the next segment's level; `aheadMs` is what it will have then. */
  choose(levels: LevelChoice, webseedsBusy: boolean, aheadMs: number): void {
    const holds = this.#before !== null;
    const keeps = webseedsBusy && levels.levels.length > 1 && keepsLow(holds || levels.loadLevel <= 0, aheadMs);
    if (keeps === holds) return;
    if (keeps) this.#before = levels.autoLevelCapping;
    levels.autoLevelCapping = keeps ? 0 : (this.#before ?? -1);
    if (!keeps) this.#before = null;
  }
}
