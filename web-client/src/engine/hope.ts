/** How long the way into the swarm may take, and the first introduction from there, while every moment of the player's time is left to peers. */
const JOIN_MS = 3_000;
const INTRODUCTION_MS = 1_200;
/** Afterwards, for how long a player without peers keeps a small buffer only: where a crowd comes at once, all of them are late. */
const CAUTIOUS_AFTER_START_MS = 15_000;
const CAUTIOUS_AFTER_OPENING_MS = 10_000;
/** The small buffer. */
const CAUTIOUS_MS = 3_000;

/** What is asked of the admission. */
export interface Asked {
  /** Failed attempts since the door was open last. */
  readonly attempts: number;
  readonly policy: { readonly thin: boolean };
}

/** Whether the first peer may come soon, so that loads with time in hand wait for it. Times are of the engine's clock. */
export class Hope {
  private openedAtMs: number | null = null;
  private met = false;

  constructor(private readonly sinceMs: number) {}

  /** The door to the swarm is open. */
  opened(nowMs: number): void {
    this.openedAtMs ??= nowMs;
  }

  /** A peer came: from now on the neighbourhood knows more than this. */
  connected(): void {
    this.met = true;
  }

  /** How long before its deadline a load goes to a webseed without waiting for a peer: 0 while one may come any moment, infinite when none is hoped for. `admission` is `null` before it was asked for. */
  aloneMs(nowMs: number, admission: Asked | null): number {
    if (this.met || admission?.policy.thin === true || (admission?.attempts ?? 0) > 0) return Infinity;
    const { sinceMs, openedAtMs } = this;
    if (openedAtMs === null ? nowMs < sinceMs + JOIN_MS : nowMs < openedAtMs + INTRODUCTION_MS) return 0;
    const cautious = nowMs < sinceMs + CAUTIOUS_AFTER_START_MS || (openedAtMs !== null && nowMs < openedAtMs + CAUTIOUS_AFTER_OPENING_MS);
    return cautious ? CAUTIOUS_MS : Infinity;
  }
}
