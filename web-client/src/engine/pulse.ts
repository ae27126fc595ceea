import type { Timers } from './timers';

/** What runs at each beat. */
export interface PulsePort {
  now(): number;
  /** One round; must not throw. */
  round(): void;
  /** A load waits that may become urgent between two beats. */
  hurries(): boolean;
}

const SPACING_LEAST_MS = 15;
const SPACING_MOST_MS = 60;
/** Rounds take at most about this part of the page's time. */
const ROUNDS_PART = 0.1;
const LATEST_PART = 0.2;
const BEAT_MS = 250;
const HURRY_MS = 50;
/** Of the latest beat that came late, what is still reckoned with at each that did not. */
const LAG_KEPT = 0.95;

/** Has an engine's rounds run: at every beat, and soon after something happened; one at a time, and the farther apart the longer one takes. Ends with its timers. */
export class Pulse {
  private running = false;
  private set = false;
  private due = false;
  private lastAtMs = -Infinity;
  private stopped = false;
  private lag = 0;
  /** How long a round takes. */
  private roundMs = 0;

  constructor(
    private readonly timers: Pick<Timers, 'after'>,
    private readonly port: PulsePort,
  ) {}

  /** How late this page comes to what it is to do, in milliseconds: the worst of the last seconds. */
  get lagMs(): number {
    return this.lag;
  }

  /** From now on it beats. */
  begin(): void {
    const waitMs = this.port.hurries() ? HURRY_MS : BEAT_MS;
    const dueMs = this.port.now() + waitMs;
    this.timers.after(waitMs, () => {
      this.lag = Math.max(this.port.now() - dueMs, LAG_KEPT * this.lag);
      this.begin();
      this.run();
    });
  }

  /**
   * Has a round run soon: at the end of what runs now when the last one is long enough ago, otherwise by a timer. A hidden page's timers run once
   * a second, what comes from peers and webseeds is not held up.
   */
  wake(): void {
    const waitMs = this.lastAtMs + this.spacingMs - this.port.now();
    if (waitMs <= 0) {
      if (this.due) return;
      this.due = true;
      queueMicrotask(() => this.run());
      return;
    }
    if (this.set) return;
    this.set = true;
    this.timers.after(waitMs, () => {
      this.set = false;
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
    }
  }

  private get spacingMs(): number {
    return Math.min(SPACING_MOST_MS, Math.max(SPACING_LEAST_MS, this.roundMs / ROUNDS_PART));
  }

  /** No round runs afterwards. */
  stop(): void {
    this.stopped = true;
  }
}
