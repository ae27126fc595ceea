import type { Segment } from '../src/content/records';
import type { Clock } from './clock';

/** What a player asks of its viewer. */
export interface PlayerPort {
  /** The segment at an index of the playlist, `null` beyond its end. */
  segment(index: number): Segment | null;
  /** The segment at an index is about to be demanded: now its rung is chosen. */
  choose(index: number): void;
  /** `Infinity` for a segment that is not heard of yet: {@link Player.load} is called when it is. */
  availableMs(segment: Segment): number;
  demand(segment: Segment): void;
  stalled(ms: number): void;
  started(ms: number): void;
}

/** As src/player/config.ts has it. */
const AHEAD_MS = 30_000;

/*
 * States: loading (nothing played yet, or after a seek) → playing ⇄ stalled → ended. It loads one segment after the other, as
 * hls.js does, plays from the first on, and stalls when the playhead comes to what is not there.
 */
export class Player {
  state: 'loading' | 'playing' | 'stalled' | 'ended' = 'loading';
  private next: number;
  private baseMs: number;
  private baseAtMs: number;
  private bufferedMs: number;
  private waitingSinceMs: number;
  private begun = false;
  private loading = false;
  private run = 0;

  constructor(
    private readonly clock: Clock,
    private readonly port: PlayerPort,
    first: number,
  ) {
    this.next = first;
    this.baseMs = port.segment(first)?.startMs ?? 0;
    this.bufferedMs = this.baseMs;
    this.baseAtMs = clock.nowMs;
    this.waitingSinceMs = clock.nowMs;
  }

  get playheadMs(): number {
    return this.state === 'playing' ? Math.min(this.bufferedMs, this.baseMs + (this.clock.nowMs - this.baseAtMs)) : this.baseMs;
  }

  get bufferedAheadMs(): number {
    return this.bufferedMs - this.playheadMs;
  }

  /** Loads the next segment when there is room for it and none is being loaded; waits whole milliseconds, which move the clock however late it is. */
  load(): void {
    const segment = this.port.segment(this.next);
    if (this.loading || segment === null) return;
    const fullForMs = segment.startMs - this.playheadMs - AHEAD_MS;
    const waitMs = Math.max(fullForMs, this.port.availableMs(segment) - this.clock.nowMs);
    if (waitMs === Infinity) return;
    if (waitMs > 0) this.later(Math.ceil(waitMs), () => this.load());
    else {
      this.loading = true;
      this.port.choose(this.next);
      this.port.demand(this.port.segment(this.next) ?? segment);
    }
  }

  /** The segment that was demanded is there. */
  loaded(segment: Segment): void {
    if (segment.number - 1 !== this.next) return;
    const playheadMs = this.playheadMs;
    this.loading = false;
    this.next++;
    this.bufferedMs = segment.startMs + segment.durationMs;
    if (this.state !== 'playing') this.resume();
    this.watch(playheadMs);
    this.load();
  }

  /** Jumps to the segment at an index. */
  seek(index: number): void {
    const segment = this.port.segment(index);
    if (segment === null) return;
    this.run++;
    this.state = 'loading';
    this.next = index;
    this.loading = false;
    this.baseMs = segment.startMs;
    this.bufferedMs = segment.startMs;
    this.waitingSinceMs = this.clock.nowMs;
    this.load();
  }

  /** Ends the count of a stall that lasts, when the viewer leaves. */
  close(): void {
    if (this.state === 'stalled') this.port.stalled(this.clock.nowMs - this.waitingSinceMs);
    this.state = 'ended';
    this.run++;
  }

  private resume(): void {
    const waited = this.clock.nowMs - this.waitingSinceMs;
    if (this.state === 'stalled') this.port.stalled(waited);
    else if (!this.begun) this.port.started(waited);
    this.begun = true;
    this.state = 'playing';
    this.baseAtMs = this.clock.nowMs;
  }

  private watch(playheadMs: number): void {
    const { bufferedMs } = this;
    this.later(bufferedMs - playheadMs, () => {
      if (this.bufferedMs !== bufferedMs || this.state !== 'playing') return;
      this.baseMs = bufferedMs;
      this.state = this.port.segment(this.next) === null ? 'ended' : 'stalled';
      this.waitingSinceMs = this.clock.nowMs;
    });
  }

  private later(ms: number, action: () => void): void {
    const { run } = this;
    this.clock.after(ms, () => {
      if (run === this.run) action();
    });
  }
}
