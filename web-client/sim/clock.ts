interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly action: () => void;
}

/** Virtual time: actions run in the order of their times, those of one time in the order they were put in. */
export class Clock {
  nowMs = 0;
  events = 0;
  private readonly heap: Entry[] = [];
  private order = 0;

  after(delayMs: number, action: () => void): void {
    this.at(this.nowMs + Math.max(0, delayMs), action);
  }

  at(atMs: number, action: () => void): void {
    const entry = { atMs: Math.max(atMs, this.nowMs), order: this.order++, action };
    let i = this.heap.length;
    for (; i > 0; ) {
      const above = (i - 1) >> 1;
      const parent = this.heap[above];
      if (parent === undefined || before(parent, entry)) break;
      this.heap[i] = parent;
      i = above;
    }
    this.heap[i] = entry;
  }

  /** Runs everything up to and at `untilMs`. */
  run(untilMs: number): void {
    for (let next = this.heap[0]; next !== undefined && next.atMs <= untilMs; next = this.heap[0]) {
      this.take();
      this.nowMs = next.atMs;
      this.events++;
      next.action();
    }
    this.nowMs = untilMs;
  }

  private take(): void {
    const last = this.heap.pop();
    const size = this.heap.length;
    if (last === undefined || size === 0) return;
    let i = 0;
    for (let child = 1; child < size; child = 2 * i + 1) {
      const left = this.heap[child];
      const right = this.heap[child + 1];
      if (left === undefined) break;
      const right1 = right !== undefined && before(right, left);
      const least = right1 ? right : left;
      if (before(last, least)) break;
      this.heap[i] = least;
      i = right1 ? child + 1 : child;
    }
    this.heap[i] = last;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
