/** Timers of one owner; after {@link Timers.close} none fires and none can be set. */
export class Timers {
  private readonly running = new Set<ReturnType<typeof setTimeout>>();
  private closed = false;

  get count(): number {
    return this.running.size;
  }

  /** Runs `action` once, and returns what takes it back. */
  after(ms: number, action: () => void): () => void {
    if (this.closed) return () => undefined;
    const timer = setTimeout(() => {
      this.running.delete(timer);
      action();
    }, ms);
    this.running.add(timer);
    return () => {
      clearTimeout(timer);
      this.running.delete(timer);
    };
  }

  close(): void {
    this.closed = true;
    for (const timer of this.running) clearTimeout(timer);
    this.running.clear();
  }
}
