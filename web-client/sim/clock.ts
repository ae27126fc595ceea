const FIRST_ROOM = 65_536;

/*
 * A heap in three arrays, since its order is read far more often than its actions are. Invariant: an entry's time and order are not after those of the two below it.
 */

/** Virtual time: actions run in the order of their times, those of one time in the order they were put in. */
export class Clock {
  nowMs = 0;
  events = 0;
  private times = new Float64Array(FIRST_ROOM);
  private orders = new Float64Array(FIRST_ROOM);
  private readonly actions: (() => void)[] = [];
  private order = 0;

  after(delayMs: number, action: () => void): void {
    this.at(this.nowMs + Math.max(0, delayMs), action);
  }

  at(atMs: number, action: () => void): void {
    const time = Math.max(atMs, this.nowMs);
    let i = this.actions.length;
    if (i === this.times.length) this.grow();
    this.actions.push(action);
    while (i > 0) {
      const above = (i - 1) >> 1;
      if ((this.times[above] ?? 0) <= time) break;
      this.move(above, i);
      i = above;
    }
    this.put(i, time, this.order++, action);
  }

  /** Runs everything up to and at `untilMs`. */
  run(untilMs: number): void {
    for (let action = this.actions[0]; action !== undefined && (this.times[0] ?? 0) <= untilMs; action = this.actions[0]) {
      this.nowMs = this.times[0] ?? 0;
      this.take();
      this.events++;
      action();
    }
    this.nowMs = untilMs;
  }

  /** Takes the first entry out. */
  private take(): void {
    const last = this.actions.pop();
    const size = this.actions.length;
    if (last === undefined || size === 0) return;
    const time = this.times[size] ?? 0;
    const order = this.orders[size] ?? 0;
    let i = 0;
    for (let child = 1; child < size; child = 2 * i + 1) {
      const least = child + 1 < size && this.before(child + 1, this.times[child] ?? 0, this.orders[child] ?? 0) ? child + 1 : child;
      if (!this.before(least, time, order)) break;
      this.move(least, i);
      i = least;
    }
    this.put(i, time, order, last);
  }

  private before(i: number, time: number, order: number): boolean {
    const its = this.times[i] ?? 0;
    return its < time || (its === time && (this.orders[i] ?? 0) < order);
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from] ?? 0;
    this.orders[to] = this.orders[from] ?? 0;
    this.actions[to] = this.actions[from] ?? nothing;
  }

  private put(i: number, time: number, order: number, action: () => void): void {
    this.times[i] = time;
    this.orders[i] = order;
    this.actions[i] = action;
  }

  private grow(): void {
    const [times, orders] = [this.times, this.orders];
    this.times = new Float64Array(2 * times.length);
    this.orders = new Float64Array(2 * orders.length);
    this.times.set(times);
    this.orders.set(orders);
  }
}

function nothing(): void {
  throw new Error('there is no such action');
}
