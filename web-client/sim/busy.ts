/** Webseeds tell the node so often what they send. */
const HEARTBEAT_MS = 5_000;
/* As Crowds.java has it. */
/** The part of their capacity from which webseeds are busy, and below which no more. */
const BUSY_FROM = 0.5;
const BUSY_UNTIL = 0.25;
const MEMORY_MS = 2_000;
/** How much of a film a newcomer asks webseeds for before peers bring it. */
const NEWCOMER_MS = 3_000;

/** Whether a title's webseeds have little to spare, by what they say and by who comes. Rates in bits per millisecond. */
export class Busy {
  private state = false;
  private heat = 0;
  private sentBefore = 0;
  private heardAtMs = 0;
  private joinsPerMs = 0;
  private joinsAtMs = 0;

  /** `rate`: of the highest rung. */
  constructor(
    private readonly capacity: number,
    private readonly rate: number,
  ) {}

  joined(nowMs: number): void {
    this.forget(nowMs);
    this.joinsPerMs += 1 / MEMORY_MS;
  }

  /** Once a second; `bytesSent` since the beginning. */
  tick(bytesSent: number, nowMs: number): void {
    if (nowMs - this.heardAtMs < HEARTBEAT_MS) return;
    this.heat = (8 * (bytesSent - this.sentBefore)) / (nowMs - this.heardAtMs) / this.capacity;
    [this.sentBefore, this.heardAtMs] = [bytesSent, nowMs];
  }

  at(nowMs: number): boolean {
    this.forget(nowMs);
    const load = Math.max(this.heat, (this.joinsPerMs * NEWCOMER_MS * this.rate) / this.capacity);
    this.state = load >= (this.state ? BUSY_UNTIL : BUSY_FROM);
    return this.state;
  }

  private forget(nowMs: number): void {
    this.joinsPerMs *= Math.exp((this.joinsAtMs - nowMs) / MEMORY_MS);
    this.joinsAtMs = nowMs;
  }
}
