import { BLOCK_BYTES } from '../content/geometry';
import type { Bytes, PeerId } from '../content/ids';
import { LIMITS } from '../wire/messages';
import type { Block } from '../wire/messages';
import type { UploadRate } from './upload-rate';

/** A connected peer as uploads see it. */
export interface Asker {
  readonly id: PeerId;
  /** Its channel takes more. */
  readonly canSend: boolean;
  /** What its channel has taken and not yet sent. */
  readonly bufferedBytes: number;
  /** It passes on what it gets. Who does not comes last. */
  readonly gives: boolean;
}

/** What uploads need of the connections, the store and the clock. */
export interface UploadPort {
  now(): number;
  /** How long until a peer's player needs a block; 0 when it does now. */
  needMs(peer: PeerId, block: Block): number;
  /** The bytes of a block, pads as zeros; `null` when they are not held. */
  read(block: Block): Bytes | null;
  send(peer: PeerId, block: Block, data: Bytes): void;
  reject(peer: PeerId, block: Block): void;
  later(ms: number, action: () => void): void;
}

/** Every so many blocks one goes to somebody who does not give, so that nobody is starved wholly. */
const ALMS_EVERY = 8;
/** How much later a peer counts as needing a block for each that it was sent lately, and how fast that is forgotten. */
const TURN_MS = 100;
const LATELY_MS = 2_000;
/** A peer may have so much waiting as can be sent to it alone in this time; the rest is rejected, so that it asks others. */
const QUEUE_MS = 2_000;
const LEAST_WAITING = 16;

interface Line {
  readonly asker: Asker;
  readonly waiting: Block[];
  lately: number;
  latelyAtMs: number;
}

/*
 * Invariant: a request is in one line or was answered: sent, rejected or cancelled. No line is longer than LIMITS.requests.
 */

/** The requests of all peers: who needs most gets first, within what the uplink bears. */
export class Uploads {
  private readonly lines = new Map<PeerId, Line>();
  private sinceAlms = 0;
  private timed = false;

  constructor(
    private readonly rate: UploadRate,
    private readonly port: UploadPort,
  ) {}

  met(asker: Asker): void {
    this.lines.set(asker.id, { asker, waiting: [], lately: 0, latelyAtMs: 0 });
  }

  left(peer: PeerId): void {
    this.lines.delete(peer);
  }

  waiting(peer: PeerId): number {
    return this.lines.get(peer)?.waiting.length ?? 0;
  }

  /** Takes a request, or rejects it when too many wait, or the same one does: each has one answer. */
  add(peer: PeerId, block: Block): void {
    const line = this.lines.get(peer);
    if (line === undefined || line.waiting.length >= this.mostWaiting || line.waiting.some((other) => same(other, block))) this.port.reject(peer, block);
    else line.waiting.push(block);
    this.drain();
  }

  /** Takes a request back; tells whether it was still waiting. */
  cancel(peer: PeerId, block: Block): boolean {
    const waiting = this.lines.get(peer)?.waiting ?? [];
    const at = waiting.findIndex((other) => same(other, block));
    if (at < 0) return false;
    waiting.splice(at, 1);
    return true;
  }

  /** Rejects everything of one peer that waits. */
  clear(peer: PeerId): void {
    for (const block of this.lines.get(peer)?.waiting.splice(0) ?? []) this.port.reject(peer, block);
  }

  /** Answers as much as channels and uplink bear. */
  drain(): void {
    this.look();
    for (let line = this.next(); line !== null; line = this.next()) {
      const waitMs = this.rate.waitMs(this.port.now());
      if (waitMs > 0) {
        this.again(waitMs);
        return;
      }
      this.answer(line);
    }
    this.look();
  }

  private get mostWaiting(): number {
    return Math.min(LIMITS.requests, Math.max(LEAST_WAITING, (this.rate.cap * QUEUE_MS) / BLOCK_BYTES));
  }

  private answer(line: Line): void {
    const block = line.waiting.shift();
    if (block === undefined) return;
    const data = this.port.read(block);
    if (data === null) {
      this.port.reject(line.asker.id, block);
      return;
    }
    this.sinceAlms = line.asker.gives ? this.sinceAlms + 1 : 0;
    line.lately = this.lately(line) + 1;
    line.latelyAtMs = this.port.now();
    this.rate.spent(data.length);
    this.port.send(line.asker.id, block, data);
  }

  /** Whose turn it is: who gives before who does not, then who needs it soonest, those that got much lately a little later. */
  private next(): Line | null {
    const able = [...this.lines.values()].filter(({ asker, waiting }) => waiting.length > 0 && asker.canSend);
    const giving = able.filter(({ asker }) => asker.gives);
    const others = able.filter(({ asker }) => !asker.gives);
    const turn = giving.length === 0 || (others.length > 0 && this.sinceAlms >= ALMS_EVERY - 1) ? others : giving;
    let best: Line | null = null;
    for (const line of turn) if (best === null || this.order(line) < this.order(best)) best = line;
    return best;
  }

  private order(line: Line): number {
    const [first] = line.waiting;
    return (first === undefined ? Infinity : this.port.needMs(line.asker.id, first)) + TURN_MS * this.lately(line);
  }

  private lately({ lately, latelyAtMs }: Line): number {
    return lately * 2 ** ((latelyAtMs - this.port.now()) / LATELY_MS);
  }

  private look(): void {
    const lines = [...this.lines.values()];
    const asking = lines.filter(({ waiting }) => waiting.length > 0);
    const buffered = lines.reduce((sum, { asker }) => sum + asker.bufferedBytes, 0);
    this.rate.look(this.port.now(), buffered, asking.length > 0 && asking.every(({ asker }) => !asker.canSend));
  }

  private again(ms: number): void {
    if (this.timed) return;
    this.timed = true;
    this.port.later(ms, () => {
      this.timed = false;
      this.drain();
    });
  }
}

function same(a: Block, b: Block): boolean {
  return a.piece === b.piece && a.begin === b.begin && a.length === b.length;
}
