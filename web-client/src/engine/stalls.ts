/** Between two looks a running page lets this much pass at most: a hidden one's timers run once a second. */
const USUAL_MS = 1_200;
const KEPT_MS = 30_000;

/**
 * When this page itself stood still: its processor was taken, or it was frozen. What others owe is not late for that. Looked at
 * regularly; times are of the engine's clock.
 */
export class Stalls {
  private lastMs: number | null = null;
  private gaps: { readonly endMs: number; readonly ms: number }[] = [];

  /** The page runs now; true when it has just stood still, so that what came meanwhile may not have been read yet. */
  look(nowMs: number): boolean {
    const ms = this.lastMs === null ? 0 : nowMs - this.lastMs;
    this.lastMs = nowMs;
    if (ms <= USUAL_MS) return false;
    this.gaps = [...this.gaps.filter(({ endMs }) => endMs > nowMs - KEPT_MS), { endMs: nowMs, ms }];
    return true;
  }

  /** For how long it stood still since a moment. */
  since(atMs: number): number {
    return this.gaps.reduce((sum, { endMs, ms }) => sum + Math.max(0, Math.min(ms, endMs - atMs)), 0);
  }
}
