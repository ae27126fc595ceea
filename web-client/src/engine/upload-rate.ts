import { BLOCK_BYTES } from '../content/geometry';

/** How long the uplink is watched for one measurement. */
const WINDOW_MS = 1_000;
/** What uploads may take of the measured uplink; the rest is for the viewer's own traffic. */
const PART = 0.85;
/** By how much the measured rate is doubted upwards while uploads are held back by it alone. */
const RISE = 1.1;
const LEAST_BYTES_PER_MS = 8;
const BURST_MS = 100;

/*
 * Invariant: over any time not more is spent than the cap allows and one burst. The uplink is measured only while every channel that has
 * something to send is full: then what leaves the channels is what the line carries.
 */

/** How fast this viewer may give: the page's limit and a part of the measured uplink, whichever is less. */
export class UploadRate {
  private measured: number | null = null;
  private allowance = 0;
  private refilledAtMs = -Infinity;
  private window = { sinceMs: -Infinity, sent: 0, buffered: 0, full: false, held: false };

  /** `limit`: bytes per millisecond, infinite for none. */
  constructor(private readonly limit: number) {}

  /** Bytes per millisecond. */
  get cap(): number {
    return Math.max(LEAST_BYTES_PER_MS, Math.min(this.limit, this.measured === null ? Infinity : PART * this.measured));
  }

  /** What the line was measured to carry; `null` before it was. */
  get bitsPerSecond(): number | null {
    return this.measured === null ? null : Math.round(this.measured * 8_000);
  }

  /** How long to wait until the next block may go; 0 when it may now. */
  waitMs(nowMs: number): number {
    const { cap } = this;
    if (cap === Infinity) return 0;
    const burst = Math.max(2 * BLOCK_BYTES, cap * BURST_MS);
    this.allowance = Math.min(burst, this.allowance + Math.min(burst, (nowMs - this.refilledAtMs) * cap));
    this.refilledAtMs = nowMs;
    if (this.allowance > 0) return 0;
    this.window.held = true;
    return Math.ceil((1 - this.allowance) / cap);
  }

  spent(bytes: number): void {
    this.window.sent += bytes;
    if (this.cap !== Infinity) this.allowance -= bytes;
  }

  /** Looks at the channels: how many bytes wait in them, and whether all that have something to send are full. */
  look(nowMs: number, bufferedBytes: number, full: boolean): void {
    const { sinceMs, sent, buffered } = this.window;
    this.window.full ||= full;
    if (nowMs - sinceMs < WINDOW_MS) return;
    const left = (sent + buffered - bufferedBytes) / (nowMs - sinceMs);
    if (this.window.full && nowMs - sinceMs < 2 * WINDOW_MS) this.measured = this.measured === null ? left : (this.measured + left) / 2;
    else if (this.window.held && this.measured !== null) this.measured *= RISE;
    this.window = { sinceMs: nowMs, sent: 0, buffered: bufferedBytes, full, held: false };
  }
}
