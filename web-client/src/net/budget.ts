/*
 * Invariant: `alive` never exceeds what the caller allows; tokens never exceed BURST. Closed connections count until the
 * browser collects them, so new ones are rationed by time as well: Chromium refuses a page's 501st.
 */
const BURST = 100;
const TOKEN_EVERY_MS = 2_000;

/** How many RTCPeerConnections a page may make, over all its titles. */
export class ConnectionBudget {
  private alive = 0;
  private tokens = BURST;
  private countedAt: number | null = null;

  /** Takes one when fewer than `most` live and the ration is not used up. */
  take(most: number, now: number): boolean {
    this.refill(now);
    if (this.alive >= most || this.tokens < 1) return false;
    this.alive++;
    this.tokens--;
    return true;
  }

  giveBack(): void {
    this.alive = Math.max(0, this.alive - 1);
  }

  private refill(now: number): void {
    const since = this.countedAt ?? now;
    const fresh = Math.floor((now - since) / TOKEN_EVERY_MS);
    this.tokens = Math.min(BURST, this.tokens + fresh);
    this.countedAt = this.countedAt === null ? now : since + fresh * TOKEN_EVERY_MS;
  }
}
