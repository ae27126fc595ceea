import type { Bytes } from '../content/ids';
import { LIMITS } from '../wire/messages';
import type { Block } from '../wire/messages';

/** What an upload queue needs of the connection and the store. */
export interface UploadPort {
  canSend(): boolean;
  /** The bytes of a block, pads as zeros; `null` when they are not held. */
  read(block: Block): Bytes | null;
  send(block: Block, data: Bytes): void;
  reject(block: Block): void;
}

/** A peer's requests in order, answered as fast as its channel drains. */
export class UploadQueue {
  private readonly waiting: Block[] = [];

  constructor(private readonly port: UploadPort) {}

  get length(): number {
    return this.waiting.length;
  }

  /** Takes a request, or rejects it when as many wait as this viewer says it takes (`reqq`), or the same one does: each has one answer. */
  add(block: Block): void {
    if (this.waiting.length >= LIMITS.requests || this.waiting.some((other) => same(other, block))) this.port.reject(block);
    else this.waiting.push(block);
    this.drain();
  }

  /** Takes a request back; tells whether it was still waiting. */
  cancel(block: Block): boolean {
    const at = this.waiting.findIndex((other) => same(other, block));
    if (at < 0) return false;
    this.waiting.splice(at, 1);
    return true;
  }

  drain(): void {
    while (this.waiting.length > 0 && this.port.canSend()) {
      const block = this.waiting.shift();
      if (block === undefined) return;
      const data = this.port.read(block);
      if (data === null) this.port.reject(block);
      else this.port.send(block, data);
    }
  }
}

function same(a: Block, b: Block): boolean {
  return a.piece === b.piece && a.begin === b.begin && a.length === b.length;
}
