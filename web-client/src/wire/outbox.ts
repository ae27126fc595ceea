import type { Bytes } from '../content/ids';

/** A piece of four blocks and the heads of its messages; larger writes make what is urgent wait behind them. */
const WRITE_MOST_BYTES = 66_000;

/** What bytes are written to. */
export interface Writer {
  /** The most that one write may be. */
  readonly mostBytes: number;
  send(bytes: Bytes): void;
}

/*
 * Invariant: bytes leave in the order in which they came, each once, and behind them what goes with any write; nothing that is not to wait is still here after the turn that brought it.
 */

/** Gathers what is written to one peer, so that small messages share a write: each costs both ends a packet and a turn of their event loops. */
export class Outbox {
  private waiting: Bytes[] = [];
  private due = false;

  /** `also` gives what goes with the next write, whatever that is. */
  constructor(
    private readonly to: Writer,
    private readonly also: () => readonly Bytes[] = () => [],
  ) {}

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

  /** What waits leaves now, in one write, or in as few as their size allows. */
  flush(): void {
    this.due = false;
    const waiting = [...this.waiting, ...this.also()];
    if (waiting.length === 0) return;
    this.waiting = [];
    const mostBytes = Math.min(WRITE_MOST_BYTES, this.to.mostBytes);
    let parts: Bytes[] = [];
    let size = 0;
    for (const bytes of waiting) {
      if (size > 0 && size + bytes.length > mostBytes) {
        this.to.send(joined(parts));
        parts = [];
        size = 0;
      }
      parts.push(bytes);
      size += bytes.length;
    }
    if (size > 0) this.to.send(joined(parts));
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
