const SAMPLE_BYTES = 262_144;
const SAMPLE_ACTIVE_MS = 1_000;

/*
 * Invariant: `activeMs` is the time, since the last sample, in which something was asked of peers and had not come. Peers that deliver
 * one after the other are not added up: what each can do alone is more than this viewer's line takes from all.
 */

/** What peers deliver together, over the time in which they were asked for something. */
export class DeliveryRate {
  private bytes = 0;
  private activeMs = 0;
  private activeSinceMs: number | null = null;
  private rate: number | null = null;

  /** `null` before enough was delivered to tell. */
  get bitsPerSecond(): number | null {
    return this.rate;
  }

  /** Bytes came at `nowMs`; `asked`: something else is still under way. */
  delivered(bytes: number, asked: boolean, nowMs: number): void {
    this.bytes += bytes;
    this.look(asked, nowMs);
    if (this.bytes < SAMPLE_BYTES && this.activeMs < SAMPLE_ACTIVE_MS) return;
    const sample = (this.bytes * 8_000) / Math.max(1, this.activeMs);
    this.rate = this.rate === null ? sample : 0.7 * this.rate + 0.3 * sample;
    this.bytes = this.activeMs = 0;
  }

  /** Whether something is under way from now on. */
  look(asked: boolean, nowMs: number): void {
    if (this.activeSinceMs !== null) this.activeMs += nowMs - this.activeSinceMs;
    this.activeSinceMs = asked ? nowMs : null;
  }
}
