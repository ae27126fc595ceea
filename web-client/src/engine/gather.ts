/** Has one action run for all that comes within a moment: when the first of those who were to wait has waited long enough. Times are in milliseconds. */
export class Gather {
  private dueAtMs = Infinity;

  constructor(
    private readonly now: () => number,
    private readonly later: (ms: number, action: () => void) => void,
    private readonly run: () => void,
  ) {}

  /** Something came that may wait so long for others. */
  within(ms: number): void {
    const atMs = this.now() + ms;
    if (atMs >= this.dueAtMs) return;
    this.dueAtMs = atMs;
    this.later(ms, () => {
      if (this.dueAtMs !== atMs) return;
      this.dueAtMs = Infinity;
      this.run();
    });
  }
}
