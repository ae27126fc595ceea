/** With so much ahead of its playhead a player that spares webseeds leaves the low rung. */
const UP_MS = 8_000;
/** With less than this it comes back to it. */
const DOWN_MS = 3_000;
/** The low rung has at most this part of the highest one's bit rate, where there is such a one. */
const LOW_PART = 0.25;

/**
 * Whether a player that spares webseeds stays on a low rung. What is so small peers can bring at once, however many come; until enough is ahead for them to bring the next segments of a
 * higher rung as well, a webseed would have to.
 */
export class Footing {
  #firm = false;

  /** `aheadMs` is what lies ahead of its playhead when it chooses the next segment's rung; to be told before each. */
  staysLow(aheadMs: number): boolean {
    this.#firm = aheadMs >= (this.#firm ? DOWN_MS : UP_MS);
    return !this.#firm;
  }
}

/** The part of hls.js that chooses levels. */
export interface LevelChoice {
  readonly levels: readonly { readonly bitrate: number }[];
  /** The highest level that it chooses by itself, -1 for any. */
  autoLevelCapping: number;
}

/** Keeps a film's player on a low rung while webseeds have little to spare. A level that was pinned is not touched, nor is a cap of the page that is as low. */
export class LowStart {
  readonly #footing = new Footing();
  /** The page's cap while this one holds, and this one. */
  #held: { readonly before: number; readonly cap: number } | null = null;

  /** Before the player chooses the next segment's level; `aheadMs` is what it will have then. */
  choose(player: LevelChoice, webseedsBusy: boolean, aheadMs: number): void {
    const keeps = this.#footing.staysLow(aheadMs) && webseedsBusy;
    if (keeps && this.#held === null) this.#hold(player);
    else if (!keeps && this.#held !== null) this.#release(player, this.#held);
  }

  #hold(player: LevelChoice): void {
    const cap = lowRung(player.levels);
    const before = player.autoLevelCapping;
    if (cap >= player.levels.length - 1 || (before >= 0 && before <= cap)) return;
    this.#held = { before, cap };
    player.autoLevelCapping = cap;
  }

  /** What the page set meanwhile stays. */
  #release(player: LevelChoice, { before, cap }: { readonly before: number; readonly cap: number }): void {
    this.#held = null;
    if (player.autoLevelCapping === cap) player.autoLevelCapping = before;
  }
}

/** The highest that is low, or the lowest. */
function lowRung(levels: LevelChoice['levels']): number {
  const most = LOW_PART * Math.max(...levels.map(({ bitrate }) => bitrate));
  return levels.reduce((low, { bitrate }, i) => (bitrate <= most ? i : low), 0);
}
