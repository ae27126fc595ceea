/** How long the way into the swarm may take, and the first introduction from there. */
const JOIN_MS = 3_000;
const INTRODUCTION_MS = 1_200;

/** What is asked of the admission. */
export interface Asked {
  /** Failed attempts since the door was open last. */
  readonly attempts: number;
  readonly policy: { readonly thin: boolean };
}

/** Whether the first peer may come soon, so that a load with time in hand waits for it. Times are of the engine's clock. */
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

  /** `admission` is `null` before it was asked for. */
  at(nowMs: number, admission: Asked | null): boolean {
    const joins = nowMs - this.sinceMs < JOIN_MS;
    if (admission === null) return joins;
    if (this.met || admission.policy.thin) return false;
    return this.openedAtMs === null ? joins && admission.attempts === 0 : nowMs - this.openedAtMs < INTRODUCTION_MS;
  }
}
