/* As src/engine/pulse.ts and src/engine/swarm.ts have it, where a round takes two milliseconds. */
const SPACING_MS = 60;
const SPACING_HURRIED_MS = 20;
const HURRY_MS = 3_000;
const BEAT_MS = 250;

/** What runs at each beat. */
export interface PulsePort {
  now(): number;
  /** At once, after what runs now. */
  soon(action: () => void): void;
  /** A timer of the page. */
  timer(ms: number, action: () => void): void;
  /** One round. */
  round(): void;
  /** In how many milliseconds the first load is needed that the player waits for; infinite where there is none. */
  neededInMs(): number;
}

/** Has a viewer's rounds run at every beat, and soon after something happened: closer together while a load hurries. */
export class Pulse {
  private set = false;
  private due = false;
  private lastAtMs = -Infinity;
  /** As it was at the last round. */
  private hurried = true;
  private stopped = false;

  constructor(private readonly port: PulsePort) {}

  begin(): void {
    if (this.stopped) return;
    this.port.timer(BEAT_MS, () => this.begin());
    this.wake();
  }

  /** Has a round run soon: at once when the last one is long enough ago, otherwise by a timer. */
  wake(): void {
    if (this.stopped) return;
    const waitMs = this.lastAtMs + (this.hurried ? SPACING_HURRIED_MS : SPACING_MS) - this.port.now();
    if (waitMs <= 0) {
      if (this.due) return;
      this.due = true;
      this.port.soon(() => this.run());
      return;
    }
    if (this.set) return;
    this.set = true;
    this.port.timer(waitMs, () => {
      this.set = false;
      this.run();
    });
  }

  /** No round runs afterwards. */
  stop(): void {
    this.stopped = true;
  }

  private run(): void {
    this.due = false;
    if (this.stopped) return;
    this.lastAtMs = this.port.now();
    this.port.round();
    this.hurried = this.port.neededInMs() < HURRY_MS;
  }
}
