import { backoffMs } from '../net/backoff';
import type { ScheduleState } from '../schedule/types';

const BACKOFF = { firstMs: 500, mostMs: 10_000 };
const SLOTS = 2;
/** Fetches at once of what is needed now, which may lie scattered. */
const URGENT_SLOTS = 6;
const GIVEN_UP_AFTER = 2;
/** What the latest fetch weighs in the measured time of one, and in how much longer some take. */
const LATEST_PART = 0.3;
const LATEST_SPREAD_PART = 0.25;
/** Of the longest wait of late what is still reckoned with when the next was shorter: what is needed now waits less than other things. */
const WAIT_KEPT = 0.7;
/** For how long a base that failed is not the first that is asked for what lies there. */
const REST_MS = 30_000;
/** A webseed at which requests wait so long has little to spare. */
const BUSY_WAIT_MS = 200;
/** For how long that is believed when nothing else was heard. */
const BUSY_FOR_MS = 10_000;
/** What has not been answered so long after it usually is waits at the webseed. */
const QUEUED_AFTER_MS = 120;
/** How long an answer usually takes to begin, before one did. */
const ANSWER_UNKNOWN_MS = 130;
const AHEAD_PAUSE_LEAST_MS = 1_000;
const AHEAD_PAUSE_MOST_MS = 30_000;

/*
 * Invariant: `inFlight` is between 0 and URGENT_SLOTS. A failure moves on to the next base; when all have failed in a row, a pause
 * follows that doubles each round.
 */

/** The folders a title can be fetched from, the page's own first. */
export class Webseeds {
  private readonly bases: string[];
  private readonly restUntil = new Map<string, number>();
  private current = 0;
  private failures = 0;
  private pausedUntilMs = 0;
  private inFlight = 0;
  private aheadFromMs = -Infinity;
  private segmentMs = 0;
  /** By how much fetches that take longer do so, over all of them on average; a small one that takes less says nothing of the next. */
  private spreadMs = 0;
  private rate: number | null = null;
  private queuedMs: number | null = null;
  private answerMs: number | null = null;
  private toldAtMs = -Infinity;

  constructor(first: string) {
    this.bases = [first];
  }

  get all(): readonly string[] {
    return this.bases;
  }

  get base(): string {
    return this.bases[this.current % this.bases.length] ?? '';
  }

  get slots(): number {
    return SLOTS;
  }

  /** Webseeds answer, as far as is known. */
  get alive(): boolean {
    return this.failures < GIVEN_UP_AFTER * this.bases.length;
  }

  /** Measured time to fetch a segment, 0 when none was. */
  get measuredSegmentMs(): number {
    return this.segmentMs;
  }

  /** How long requests wait at a webseed for their turn, as it says; `null` where none has said. */
  get toldWaitMs(): number | null {
    return this.queuedMs;
  }

  /** Requests wait there for their turn, as was heard of late. */
  isBusy(nowMs: number): boolean {
    return (this.queuedMs ?? 0) >= BUSY_WAIT_MS && nowMs - this.toldAtMs < BUSY_FOR_MS;
  }

  /** A request that is not answered after so long waits for its turn, as it seems. */
  get queuedAfterMs(): number {
    return (this.answerMs ?? ANSWER_UNKNOWN_MS) + QUEUED_AFTER_MS;
  }

  get bitsPerSecond(): number | null {
    return this.rate;
  }

  /** What a plan depends on. */
  view(nowMs: number): ScheduleState['webseed'] {
    return {
      freeSlots: this.freeSlots(nowMs),
      urgentSlots: this.freeSlots(nowMs, true),
      slots: this.slots,
      segmentMs: this.segmentMs,
      spreadMs: this.spreadMs,
      toldWaitMs: this.queuedMs,
      alive: this.alive,
      takesAhead: this.takesAhead(nowMs),
    };
  }

  /** A base failed a moment ago. */
  rests(base: string, nowMs: number): boolean {
    return nowMs < (this.restUntil.get(base) ?? -Infinity);
  }

  add(bases: readonly string[]): void {
    for (const base of bases) if (/^https?:\/\//.test(base) && base.endsWith('/') && !this.bases.includes(base)) this.bases.push(base);
  }

  /** Fetches that may be started now; of what is needed now, more than of other things. */
  freeSlots(nowMs: number, urgent = false): number {
    return nowMs < this.pausedUntilMs ? 0 : Math.max(0, (urgent ? URGENT_SLOTS : SLOTS) - this.inFlight);
  }

  takesAhead(nowMs: number): boolean {
    return nowMs >= this.aheadFromMs;
  }

  /** A hot webseed has no room for what is not needed soon: no failure, but a reason to leave it to peers for a while. */
  refusedAhead(nowMs: number, retryAfterMs: number): void {
    this.aheadFromMs = nowMs + Math.min(AHEAD_PAUSE_MOST_MS, Math.max(AHEAD_PAUSE_LEAST_MS, retryAfterMs));
  }

  started(): void {
    this.inFlight++;
  }

  ended(): void {
    this.inFlight--;
  }

  /** A request was answered after `ms`, of which it waited so long for its turn, as the webseed says; `null` when that says nothing. The first answer has set up the connection as well. */
  answered(ms: number, queuedMs: number | null, nowMs: number): void {
    this.told(queuedMs, nowMs);
    const answerMs = Math.max(0, ms - (queuedMs ?? 0));
    this.answerMs = this.answerMs === null ? Math.min(answerMs, ANSWER_UNKNOWN_MS) : mixed(this.answerMs, answerMs, LATEST_PART);
  }

  private told(queuedMs: number | null, nowMs: number): void {
    if (queuedMs === null) return;
    this.queuedMs = Math.max(queuedMs, WAIT_KEPT * (this.queuedMs ?? 0));
    this.toldAtMs = nowMs;
  }

  /** A fetch of `bytes` took `ms`. */
  succeeded(bytes: number, ms: number): void {
    this.failures = 0;
    this.pausedUntilMs = 0;
    if (bytes < 16_384 || ms <= 0) return;
    const sample = (bytes * 8000) / ms;
    if (this.segmentMs > 0) this.spreadMs = mixed(this.spreadMs, Math.max(0, ms - this.segmentMs), LATEST_SPREAD_PART);
    this.segmentMs = this.segmentMs === 0 ? ms : mixed(this.segmentMs, ms, LATEST_PART);
    this.rate = this.rate === null ? sample : mixed(this.rate, sample, LATEST_PART);
  }

  /** A fetch was not answered for so long, and was given up: one takes that long at least. */
  waited(ms: number, nowMs: number): void {
    this.segmentMs = Math.max(this.segmentMs, ms);
    if (this.queuedMs !== null) this.told(Math.max(0, ms - (this.answerMs ?? 0)), nowMs);
  }

  /** A fetch from a base failed. Of several at once the first moves on; the others say nothing of the base that is asked since. `answers`: it has not what was asked for, and may have other things. */
  failed(base: string, nowMs: number, random: number, answers = false): void {
    if (!answers) this.restUntil.set(base, nowMs + REST_MS);
    if (base !== this.base) return;
    this.failures++;
    this.current = (this.current + 1) % this.bases.length;
    if (this.failures % this.bases.length === 0) {
      this.pausedUntilMs = nowMs + backoffMs(BACKOFF, this.failures / this.bases.length, random);
    }
  }
}

function mixed(before: number, latest: number, part: number): number {
  return (1 - part) * before + part * latest;
}
