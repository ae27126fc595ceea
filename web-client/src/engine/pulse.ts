import type { Timers } from './timers';

/** What runs at each beat. */
export interface PulsePort {
  now(): number;
  /** One round; must not throw. */
  round(): void;
  /** A load waits that may become urgent between two beats. */
  hurries(): boolean;
}

/** Between rounds: at least so long while a load hurries, and otherwise, which is as often as peers have news. */
const SPACING_LEAST_MS = 15;
const SPACING_MS = 60;
/** And as long as the page is late anyway, up to this. */
const SPACING_LATE_MOST_MS = 150;
/** While a load hurries rounds take about this part of the page's time at most, as long as they need not be farther apart than that. */
const ROUNDS_PART = 0.1;
const LATEST_PART = 0.2;
const BEAT_MS = 250;
const HURRY_MS = 100;
/** Of the latest beat that came late, what is still reckoned with at each that did not. */
const LAG_KEPT = 0.95;

/** A beat that comes so late is one of a page that does not keep up. */
export const LATE_MS = 50;

/** Has an engine's rounds run: at every beat, and soon after something happened; one at a time, and while nothing hurries or one takes long farther apart. Ends with its timers. */
export class Pulse {
  private running = false;
  /** When the timer for the next round fires. */
  private dueMs = Infinity;
  private forget: () => void = () => undefined;
  private due = false;
  private lastAtMs = -Infinity;
  private stopped = false;
  private lag = 0;
  private lateAt = -Infinity;
  /** How long a round takes. */
  private roundMs = 0;
  /** As it was after the last round. */
  private hurried = true;

  constructor(
    private readonly timers: Pick<Timers, 'after'>,
    private readonly port: PulsePort,
  ) {}

  /** How late this page comes to what it is to do, in milliseconds: the worst of the last seconds. */
  get lagMs(): number {
    return this.lag;
  }

  /** When a beat last came {@link LATE_MS} late or later. */
  get lateAtMs(): number {
    return this.lateAt;
  }

  /** From now on it beats: a round runs when the last one is so long ago. */
  begin(): void {
    const everyMs = this.port.hurries() ? HURRY_MS : BEAT_MS;
    const agoMs = this.port.now() - this.lastAtMs;
    const waitMs = agoMs < everyMs ? everyMs - agoMs : everyMs;
    const dueMs = this.port.now() + waitMs;
    this.timers.after(waitMs, () => {
      const now = this.port.now();
      this.lag = Math.max(now - dueMs, LAG_KEPT * this.lag);
      if (now - dueMs >= LATE_MS) this.lateAt = now;
      if (now - this.lastAtMs >= everyMs) this.run();
      this.begin();
    });
  }

  /**
   * Has a round run soon: at the end of what runs now when the last one is long enough ago, otherwise by a timer. A hidden page's timers run once
   * a second, what comes from peers and webseeds is not held up.
   */
  wake(): void {
    const dueMs = this.lastAtMs + this.spacingMs;
    const waitMs = dueMs - this.port.now();
    if (waitMs <= 0) {
      if (this.due) return;
      this.due = true;
      queueMicrotask(() => this.run());
      return;
    }
    if (this.dueMs <= dueMs) return;
    this.forget();
    this.dueMs = dueMs;
    this.forget = this.timers.after(waitMs, () => {
      this.dueMs = Infinity;
      this.run();
    });
  }

  /** A round now; whoever asks for one from within only has it run again. */
  run(): void {
    this.due = false;
    if (this.stopped) return;
    if (this.running) {
      this.wake();
      return;
    }
    this.running = true;
    this.lastAtMs = this.port.now();
    try {
      this.port.round();
    } finally {
      this.running = false;
      this.roundMs += LATEST_PART * (this.port.now() - this.lastAtMs - this.roundMs);
      this.hurried = this.port.hurries();
    }
  }

  private get spacingMs(): number {
    return this.hurried
      ? Math.min(SPACING_MS, Math.max(SPACING_LEAST_MS, this.roundMs / ROUNDS_PART))
      : Math.min(SPACING_LATE_MOST_MS, Math.max(SPACING_MS, this.lag));
  }

  /** No round runs afterwards. */
  stop(): void {
    this.stopped = true;
  }
}
