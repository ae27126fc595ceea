import type { Loaded } from '../engine-api';

/** The three moments of a load that hls.js measures bandwidth with, in milliseconds of `performance.now()`. */
export interface LoadMoments {
  readonly start: number;
  readonly first: number;
  readonly end: number;
}

/** What is known of the media element when a deadline is asked for. */
export interface Clock {
  readonly currentTimeSeconds: number;
  readonly playbackRate: number;
  readonly paused: boolean;
}

/** Milliseconds until the playhead is at `startSeconds`; 0 when it is there or beyond. */
export function timeToNeedMs(startSeconds: number, clock: Omit<Clock, 'paused'>): number {
  const rate = clock.playbackRate > 0 ? clock.playbackRate : 1;
  return Math.max(0, ((startSeconds - clock.currentTimeSeconds) / rate) * 1000);
}

/**
 * How long until the player needs a segment. A player that waits for this very segment stands still, and its clock with it: while it
 * is not paused the time is at most START_SLIP_MS more than it was at first, less what has passed since. A pause moves that bound, but not
 * for ever: a player that is paused wants its buffer filled as well.
 */
export class Need {
  readonly #startSeconds: number;
  #latestAt = Infinity;
  #movesUntil = Infinity;

  constructor(startSeconds: number) {
    this.#startSeconds = startSeconds;
  }

  ms(now: number, clock: Clock): number {
    const ms = timeToNeedMs(this.#startSeconds, clock);
    if (this.#latestAt === Infinity) this.#movesUntil = now + PAUSE_MOST_MS;
    if (this.#latestAt === Infinity || (clock.paused && now < this.#movesUntil)) this.#latestAt = now + ms + START_SLIP_MS;
    return Math.max(0, Math.min(ms, this.#latestAt - now));
  }
}

/** How much later than it seemed a player may begin to play. */
const START_SLIP_MS = 500;
/** How long a pause puts off what is being loaded. */
const PAUSE_MOST_MS = 10_000;

/** After a slow one, how much of it is still reckoned with after each that was faster. */
const APPEND_KEPT = 0.7;
const APPEND_MOST_MS = 2_000;

/** How long it takes from when a segment was handed to the player until the media element can play it: little, but on a machine that has much to do. */
export class AppendTime {
  #handedAt: number | null = null;
  #ms = 0;

  /** What is to be reckoned with, in milliseconds: the slowest of late. */
  get ms(): number {
    return this.#ms;
  }

  handed(now: number): void {
    this.#handedAt = now;
  }

  buffered(now: number): void {
    if (this.#handedAt === null) return;
    this.#ms = Math.min(APPEND_MOST_MS, Math.max(now - this.#handedAt, APPEND_KEPT * this.#ms));
    this.#handedAt = null;
  }
}

/**
 * The moments to tell hls.js of a finished load: as long as the bytes take on this network, ending when they came. Time
 * waited by choice is left out, and what lay in the store already does not look like an endless line.
 */
export function momentsOf(loaded: Loaded): LoadMoments {
  const rate = loaded.bitsPerSecond ?? 0;
  const transferMs = rate > 0 ? (loaded.data.byteLength * 8000) / rate : loaded.activeMs;
  const activeSince = loaded.finishedAt - loaded.activeMs;
  const latencyMs = clamp(loaded.activeMs - transferMs, 0, loaded.firstByteAt - activeSince);
  const first = loaded.finishedAt - transferMs;
  return { start: first - latencyMs, first, end: loaded.finishedAt };
}

/**
 * Since when a load under way may be called slow, which is what hls.js abandons it for. While the engine can still make the deadline it
 * waits by choice and no time has passed; once the deadline is lost, time counts, from then on and for good. Where the engine cannot
 * tell, it is taken for lost when the segment is needed within its own duration.
 */
export class Patience {
  readonly #startedAt: number;
  readonly #durationMs: number;
  #countedFrom: number | null = null;

  constructor(startedAt: number, durationMs: number) {
    this.#startedAt = startedAt;
    this.#durationMs = durationMs;
  }

  /** `now` itself while no time counts. `remainingMs` is what the rest takes, `null` when that is not known. */
  countedFrom(now: number, timeToNeedMs: number, remainingMs: number | null): number {
    const lost = timeToNeedMs <= 0 || (remainingMs === null ? timeToNeedMs <= this.#durationMs : remainingMs > timeToNeedMs);
    if (this.#countedFrom === null && lost) {
      this.#countedFrom = Math.max(this.#startedAt, now - Math.max(0, this.#durationMs - timeToNeedMs));
    }
    return this.#countedFrom ?? now;
  }
}

/** hls.js's timing of a load whose `start` moves along while the engine waits by choice, and stands still once set. */
export class HonestTiming {
  first = 0;
  end = 0;
  #start: number | null = 0;
  readonly #running: () => number;

  constructor(running: () => number) {
    this.#running = running;
  }

  get start(): number {
    return this.#start ?? this.#running();
  }

  set start(value: number) {
    this.#start = value;
  }

  /** From now on `start` is what `running` says, until it is set. */
  begin(): void {
    this.#start = null;
  }

  finish(moments: LoadMoments): void {
    this.start = moments.start;
    this.first = moments.first;
    this.end = moments.end;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}
