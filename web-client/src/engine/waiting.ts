import { onAbort } from './abort';

interface Waiting {
  readonly ready: () => boolean;
  readonly go: () => void;
}

/** Those who wait for a condition, which is asked for at every {@link Waits.recheck}. */
export class Waits {
  private readonly waiting = new Set<Waiting>();

  /** Somebody waits. */
  get any(): boolean {
    return this.waiting.size > 0;
  }

  /** Resolves when `ready` says so; rejects when `signal` fires. */
  wait(ready: () => boolean, signal: AbortSignal): Promise<void> {
    if (ready()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const entry = {
        ready,
        go: () => {
          off();
          resolve();
        },
      };
      this.waiting.add(entry);
      const off = onAbort(signal, (reason) => {
        this.waiting.delete(entry);
        reject(reason);
      });
    });
  }

  /** Lets those go on whose time has come. */
  recheck(): void {
    for (const entry of [...this.waiting]) {
      if (!entry.ready()) continue;
      this.waiting.delete(entry);
      entry.go();
    }
  }

  close(): void {
    this.waiting.clear();
  }
}
