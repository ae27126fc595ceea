import type { Need } from '../src/schedule/types';
import type { Clock } from './clock';

/* What HeatLimits.java says. */
const MAX_STREAMS = 2_000;
const MAX_WAITING = 10_000;
const NOW_BURST = 60;
const NOW_PER_MS = 2 / 1_000;
/* As Gate.java has it. */
const RETRY_AFTER_LEAST_MS = 2_000;
const RETRY_AFTER_SPREAD_S = 4;
/** What the line carries in this time may be begun at once. */
const BURST_MS = 200;

/** A request for media. */
export interface Entrant {
  readonly bits: number;
  readonly need: Need;
  /** Whose budget it is. */
  readonly from: unknown;
  /** It is its turn. */
  begin(): void;
  /** It may try again then. */
  refuse(retryAfterMs: number): void;
}

/*
 * Invariant: as Gate.java and Egress.java have it. An answer begins while the line has room and may leave a debt; what is needed now goes before what
 * is needed soon, each in the order in which it came; only what is for later is refused, unless too many wait.
 */

/** Who is answered by a webseed, and when. */
export class Gate {
  private readonly now = new Set<Entrant>();
  private readonly soon = new Set<Entrant>();
  private readonly budgets = new Map<unknown, { left: number; atMs: number }>();
  private streams = 0;
  private room: number;
  private roomAtMs = 0;
  private refusals = 0;
  private looks = false;

  constructor(
    private readonly clock: Clock,
    private readonly bitsPerMs: number,
  ) {
    this.room = bitsPerMs * BURST_MS;
  }

  enter(entrant: Entrant): void {
    if (this.now.size + this.soon.size === 0 && this.open) {
      this.start(entrant);
      return;
    }
    if (entrant.need === 'ahead' || this.now.size + this.soon.size >= MAX_WAITING) {
      entrant.refuse(RETRY_AFTER_LEAST_MS + 1_000 * (this.refusals++ % RETRY_AFTER_SPREAD_S));
      return;
    }
    (entrant.need === 'now' && this.take(entrant.from) ? this.now : this.soon).add(entrant);
    this.lookLater();
  }

  /** An answer is over, or was given up with so much of it not sent. */
  leave(unsentBits: number): void {
    this.streams--;
    this.spend(-unsentBits);
    this.admit();
  }

  /** It waits no more; false when it did not wait. */
  giveUp(entrant: Entrant): boolean {
    return this.now.delete(entrant) || this.soon.delete(entrant);
  }

  /** All who wait, who do so no more. */
  empty(): readonly Entrant[] {
    const waiting = [...this.now, ...this.soon];
    this.now.clear();
    this.soon.clear();
    return waiting;
  }

  private get open(): boolean {
    this.spend(0);
    return this.streams < MAX_STREAMS && this.room > 0;
  }

  private spend(bits: number): void {
    const { nowMs } = this.clock;
    const most = this.bitsPerMs * BURST_MS;
    this.room = Math.min(most, Math.min(most, this.room + (nowMs - this.roomAtMs) * this.bitsPerMs) - bits);
    this.roomAtMs = nowMs;
  }

  private start(entrant: Entrant): void {
    this.streams++;
    this.spend(entrant.bits);
    entrant.begin();
  }

  private admit(): void {
    while (this.open) {
      const [next] = this.now.size > 0 ? this.now : this.soon;
      if (next === undefined) return;
      this.giveUp(next);
      this.start(next);
    }
    this.lookLater();
  }

  private lookLater(): void {
    if (this.looks || this.now.size + this.soon.size === 0 || this.streams >= MAX_STREAMS) return;
    this.looks = true;
    this.clock.after(1 + Math.max(0, -this.room / this.bitsPerMs), () => {
      this.looks = false;
      this.admit();
    });
  }

  private take(from: unknown): boolean {
    const { nowMs } = this.clock;
    const before = this.budgets.get(from) ?? { left: NOW_BURST, atMs: nowMs };
    const left = Math.min(NOW_BURST, before.left + (nowMs - before.atMs) * NOW_PER_MS);
    this.budgets.set(from, { left: left < 1 ? left : left - 1, atMs: nowMs });
    return left >= 1;
  }
}
