import { BLOCK_BYTES } from '../content/geometry';
import { LATE_MS } from './pulse';

/** How long the uplink is watched for one measurement. */
const WINDOW_MS = 1_000;
/** So much of that time the line must have been busy. */
const BUSY_LEAST_MS = 300;
/**
 * A page that was late within this time would measure itself, and not its line: what it holds in its channels leaves them once in a round trip, and those take long then. What it knows
 * of its line it goes on believing, or that up to so many times as much is possible.
 */
const LATE_FOR_MS = 15_000;
const LATE_DOUBT_MOST = 8;
/** It comes later to fill the channels again: they take so much more at once. */
const LATE_MOST_MS = 400;
/** What uploads may take of the measured uplink; the rest is for the viewer's own traffic. */
const PART = 0.85;
/** By which part the measured rate is doubted upwards when uploads are held back by it alone: twice that when they still are, and so on. */
const RISE = 0.05;
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
 * Invariant: over any time not more is spent than the cap allows and one burst. The uplink is measured only from when the channels hold all that they may
 * until something has left them, if they are not empty then: what leaves meanwhile is what the line carries.
 */

/** How late the page comes to what it is to do, in milliseconds, and when it was last seen to be late. */
export interface Lateness {
  lagMs(): number;
  lateAtMs(): number;
}

const NEVER_LATE: Lateness = { lagMs: () => 0, lateAtMs: () => -Infinity };

/** How fast this viewer may give: the page's limit and a part of the measured uplink, whichever is less. */
export class UploadRate {
  private measured: number | null = null;
  /** How many times that is thought possible, since uploads were held back by it alone. */
  private doubt = 1;
  private rise = RISE;
  /** Bytes per millisecond that the line carries at least, as far as was seen. */
  private least = 0;
  /** For how long nothing has left the full channels. */
  private stillMs = 0;
  private allowance = 0;
  private refilledAtMs = -Infinity;
  private window = { sinceMs: -Infinity, busyMs: 0, busyBytes: 0, held: false };
  private last = { atMs: -Infinity, sent: 0, buffered: 0, full: false };

  /** `limit`: bytes per millisecond, infinite for none. */
  constructor(
    private readonly limit: number,
    private readonly page = NEVER_LATE,
  ) {}

  /** Bytes per millisecond. */
  get cap(): number {
    return Math.max(LEAST_BYTES_PER_MS, Math.min(this.limit, this.measured === null ? Infinity : PART * this.measured * this.doubt));
  }

  /** What the line was measured to carry; `null` before it was. */
  get bitsPerSecond(): number | null {
    return this.measured === null ? null : Math.round(this.measured * 8_000);
  }

  /** Bytes that the channels may hold together. */
  get mostBuffered(): number {
    const { cap } = this;
    const ms = BUFFERED_MS + this.lateMs;
    const bytes = cap === Infinity ? Math.min((BUFFERED_UNMEASURED_BYTES * ms) / BUFFERED_MS, this.least * ms) : cap * ms;
    return Math.max(BUFFERED_BYTES, bytes);
  }

  /** How long to wait until the next block may go; 0 when it may now. */
  waitMs(nowMs: number): number {
    const { cap } = this;
    if (cap === Infinity) return 0;
    const burst = Math.max(2 * BLOCK_BYTES, cap * (BURST_MS + this.lateMs));
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
    const { last } = this;
    const passedMs = nowMs - last.atMs;
    if (last.full && passedMs < WINDOW_MS) this.saw(nowMs, passedMs, last.sent + last.buffered - bufferedBytes, bufferedBytes);
    else this.stillMs = 0;
    this.last = { atMs: nowMs, sent: 0, buffered: bufferedBytes, full };
    if (nowMs - this.window.sinceMs >= WINDOW_MS) this.measure(nowMs);
  }

  /**
   * Full channels, looked at again. What a page hears of them is old: nothing seems to leave for a while, then all of it at once. So time counts only once
   * something has left, and not at all when they are empty then, for nobody knows since when. What else was written meanwhile is little.
   */
  private saw(nowMs: number, passedMs: number, leftBytes: number, bufferedBytes: number): void {
    this.stillMs += passedMs;
    if (leftBytes <= 0) return;
    const rate = leftBytes / Math.max(1, this.stillMs);
    if (bufferedBytes > 0) {
      if (!this.wasLate(nowMs)) {
        this.window.busyMs += this.stillMs;
        this.window.busyBytes += leftBytes;
      }
      this.least = Math.min(this.least, rate);
    } else this.least = Math.max(this.least, rate);
    this.stillMs = 0;
  }

  private get lateMs(): number {
    return Math.min(LATE_MOST_MS, this.page.lagMs());
  }

  private measure(nowMs: number): void {
    const { busyMs, busyBytes, held } = this.window;
    this.window = { sinceMs: nowMs, busyMs: 0, busyBytes: 0, held: false };
    const late = this.wasLate(nowMs);
    if (busyMs >= BUSY_LEAST_MS && !late) {
      this.measured = this.measured === null ? busyBytes / busyMs : (this.measured + busyBytes / busyMs) / 2;
      [this.doubt, this.rise] = [1, RISE];
    } else if (held && this.page.lagMs() < LATE_MS && this.cap < this.limit) {
      this.doubt = Math.min(this.doubt * (1 + this.rise), late ? Math.max(this.doubt, LATE_DOUBT_MOST) : Infinity);
      this.rise *= 2;
    }
  }

  private wasLate(nowMs: number): boolean {
    return nowMs - this.page.lateAtMs() < LATE_FOR_MS;
  }
}
