import type { Bytes } from '../content/ids';

/*
 * Invariant: bytes leave in the order in which they came, each once; nothing that is not to wait is still here after the turn that brought it.
 */

/** Gathers what is written to one peer, so that small messages share a write: each costs both ends a packet and a turn of their event loops. */
export class Outbox {
  private waiting: Bytes[] = [];
  private due = false;

  constructor(private readonly write: (bytes: Bytes) => void) {}

  /** Leaves at the end of the turn that runs now, with all that came in it. */
  soon(bytes: Bytes): void {
    this.waiting.push(bytes);
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => this.flush());
  }

  /** Leaves with the next write, or when it is flushed. */
  later(bytes: Bytes): void {
    this.waiting.push(bytes);
  }

  /** Leaves at once, behind what waits. */
  now(bytes: Bytes): void {
    this.waiting.push(bytes);
    this.flush();
  }

  /** What waits leaves now, in one write. */
  flush(): void {
    this.due = false;
    const parts = this.waiting;
    if (parts.length === 0) return;
    this.waiting = [];
    this.write(joined(parts));
  }
}

function joined(parts: readonly Bytes[]): Bytes {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
