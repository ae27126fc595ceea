/** How long to wait between attempts. */
export interface BackoffPolicy {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** The wait before attempt `attempt` (1, 2, …): doubling, of which the upper half is left to chance (`random` in 0…1). */
export function backoffMs(policy: BackoffPolicy, attempt: number, random: number): number {
  const full = Math.min(policy.mostMs, policy.firstMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(full / 2 + (full / 2) * random);
}

/** A connection that lasted shorter than this is a failed attempt like any other. */
const STEADY_MS = 10_000;

/** Attempts in a row that came to nothing. A door that lets in and closes at once is not knocked at more often than one that is shut. */
export class Attempts {
  private failed = 0;
  private openedAtMs: number | null = null;

  constructor(private readonly policy: BackoffPolicy) {}

  opened(nowMs: number): void {
    this.openedAtMs = nowMs;
  }

  /** The wait after an attempt or a connection that ended at `nowMs`. */
  ended(nowMs: number, random: number): number {
    if (this.openedAtMs !== null && nowMs - this.openedAtMs >= STEADY_MS) this.failed = 0;
    this.openedAtMs = null;
    return backoffMs(this.policy, ++this.failed, random);
  }
}
