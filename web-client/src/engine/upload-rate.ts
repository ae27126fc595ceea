import { BLOCK_BYTES } from '../content/geometry';

/** How long the uplink is watched for one measurement. */
const WINDOW_MS = 1_000;
/** So much of that time the line must have been busy. */
const BUSY_LEAST_MS = 100;
/** What uploads may take of the measured uplink; the rest is for the viewer's own traffic. */
const PART = 0.85;
/** By how much the measured rate is doubted upwards while uploads are held back by it alone. */
const RISE = 1.1;
const LEAST_BYTES_PER_MS = 8;
const BURST_MS = 100;

/*
 * Invariant: over any time not more is spent than the cap allows and one burst. The uplink is measured only from when the
 * channels hold all that they may until the next look, if they are not empty then: what leaves them meanwhile is what the line carries.
 */

/** How fast this viewer may give: the page's limit and a part of the measured uplink, whichever is less. */
export class UploadRate {
  private measured: number | null = null;
  private allowance = 0;
  private refilledAtMs = -Infinity;
  private window = { sinceMs: -Infinity, busyMs: 0, busyBytes: 0, held: false };
  private last = { atMs: -Infinity, sent: 0, buffered: 0, full: false };

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
    this.last.sent += bytes;
    if (this.cap !== Infinity) this.allowance -= bytes;
  }

  /** Looks at the channels: how many bytes wait in them, and whether they hold all that they may. */
  look(nowMs: number, bufferedBytes: number, full: boolean): void {
    const { last, window } = this;
    const passedMs = nowMs - last.atMs;
    if (last.full && bufferedBytes > 0 && passedMs < WINDOW_MS) {
      window.busyMs += passedMs;
      window.busyBytes += last.sent + last.buffered - bufferedBytes;
    }
    this.last = { atMs: nowMs, sent: 0, buffered: bufferedBytes, full };
    if (nowMs - window.sinceMs >= WINDOW_MS) this.measure(nowMs);
  }

  private measure(nowMs: number): void {
    const { busyMs, busyBytes, held } = this.window;
    if (busyMs >= BUSY_LEAST_MS) this.measured = this.measured === null ? busyBytes / busyMs : (this.measured + busyBytes / busyMs) / 2;
    else if (held && this.measured !== null) this.measured *= RISE;
    this.window = { sinceMs: nowMs, busyMs: 0, busyBytes: 0, held: false };
  }
}
