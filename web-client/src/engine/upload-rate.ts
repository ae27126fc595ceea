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
/**
 * All channels together hold at most so much that has not left, or what the line carries in this time. What waits here can go to who needs it
 * more or be taken back; what a channel took cannot.
 */
const BUFFERED_BYTES = 2 * BLOCK_BYTES;
const BUFFERED_MS = 100;
/** Of a line that was never seen full, by how fast the channels were empty again: what leaves in a moment may leave in one write. */
const BUFFERED_UNMEASURED_BYTES = 4 * BLOCK_BYTES;

/*
 * Invariant: over any time not more is spent than the cap allows and one burst. The uplink is measured only from when the
 * channels hold all that they may until the next look, if they are not empty then: what leaves them meanwhile is what the line carries.
 */

/** How fast this viewer may give: the page's limit and a part of the measured uplink, whichever is less. */
export class UploadRate {
  private measured: number | null = null;
  /** Bytes per millisecond that the line carries at least, as far as was seen. */
  private least = 0;
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

  /** Bytes that the channels may hold together. */
  get mostBuffered(): number {
    const { cap } = this;
    const bytes = cap === Infinity ? Math.min(BUFFERED_UNMEASURED_BYTES, this.least * BUFFERED_MS) : cap * BUFFERED_MS;
    return Math.max(BUFFERED_BYTES, bytes);
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
    const left = last.sent + last.buffered - bufferedBytes;
    if (last.full && bufferedBytes > 0 && passedMs < WINDOW_MS) {
      window.busyMs += passedMs;
      window.busyBytes += left;
    }
    if (passedMs > 0 && bufferedBytes === 0) this.least = Math.max(this.least, left / passedMs);
    else if (passedMs > 0 && last.full) this.least = Math.min(this.least, left / passedMs);
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
