import { BLOCK_BYTES } from '../content/geometry';
import type { Bytes, PeerId } from '../content/ids';
import { LIMITS } from '../wire/messages';
import type { Block } from '../wire/messages';
import type { UploadRate } from './upload-rate';

/** A connected peer as uploads see it. */
export interface Asker {
  readonly id: PeerId;
  readonly link: {
    /** It takes more. */
    readonly canSend: boolean;
    /** What it has taken and not yet sent. */
    readonly bufferedBytes: number;
  };
}

/** What uploads need of the connections, the store and the clock. */
export interface UploadPort<P extends Asker> {
  now(): number;
  /** It passes on what it gets. Who does not comes last. */
  gives(peer: P): boolean;
  /** How long until a peer's player needs a block; 0 when it does now. */
  needMs(peer: P, block: Block): number;
  /** The bytes of a block, pads as zeros; `null` when they are not held. */
  read(block: Block): Bytes | null;
  /** Puts a block with what leaves for a peer at the next {@link UploadPort.flush}. */
  send(peer: P, block: Block, data: Bytes): void;
  flush(peer: P): void;
  reject(peer: P, block: Block): void;
  later(ms: number, action: () => void): void;
}

/** Every so many blocks one goes to somebody who does not give, so that nobody is starved wholly. */
const ALMS_EVERY = 8;
/** How much later a peer counts as needing a block for each that it was sent lately, and how fast that is forgotten. */
const TURN_MS = 40;
const LATELY_MS = 2_000;
/** A peer may have so much waiting as can be sent to it alone in this time; the rest is rejected, so that it asks others. */
const QUEUE_MS = 2_000;
const LEAST_WAITING = 16;
/** While the channels hold all that they may, they are looked at again after this time at least and at most: one that holds little says nothing when it is empty. */
const LOOK_LEAST_MS = 20;
const LOOK_MOST_MS = 100;
/** What leaves a channel does so a block at a time: they are not looked at before half of one can have left. */
const LOOK_BYTES = BLOCK_BYTES / 2;
/** A piece that no other peer has counts as needed in this part of the time. */
const RAREST_PART = 0.2;
/** Who takes nothing of what its channel holds for so long is not waited for, and gets nothing until it does. */
const STUCK_MS = 2_000;

interface Line<P> {
  readonly asker: P;
  readonly waiting: Block[];
  /** Bytes that leave with the next flush. */
  leaving: number;
  lately: number;
  latelyAtMs: number;
  /** What the channel held when it was looked at last, and when it was last seen empty or to hold less. */
  buffered: number;
  movedAtMs: number;
  /** It is in {@link Uploads.active}. */
  active: boolean;
}

/*
 * Invariant: a request is in one line or was answered: sent, rejected or cancelled. No line is longer than LIMITS.requests. A line in which something waits,
 * from which something is about to leave, or whose channel held something when it was looked at last, is active; the others are not looked at.
 */

/** The requests of all peers: who needs most gets first, within what the uplink bears. */
export class Uploads<P extends Asker> {
  private readonly lines = new Map<PeerId, Line<P>>();
  private active: Line<P>[] = [];
  private sinceAlms = 0;
  /** Those for whom something is about to leave. */
  private answered: Line<P>[] = [];
  private timed = false;

  constructor(
    private readonly rate: UploadRate,
    private readonly port: UploadPort<P>,
  ) {}

  met(asker: P): void {
    this.lines.set(asker.id, { asker, waiting: [], leaving: 0, lately: 0, latelyAtMs: 0, buffered: 0, movedAtMs: this.port.now(), active: false });
  }

  left(peer: PeerId): void {
    this.active = this.active.filter(({ asker }) => asker.id !== peer);
    this.lines.delete(peer);
  }

  waiting(peer: PeerId): number {
    return this.lines.get(peer)?.waiting.length ?? 0;
  }

  /** Takes a request, or rejects it when too many wait, or the same one does: each has one answer, which leaves with the next {@link drain}. */
  add({ id }: P, block: Block): void {
    const line = this.lines.get(id);
    if (line === undefined) return;
    if (line.waiting.length >= this.mostWaiting || line.waiting.some((other) => same(other, block))) this.port.reject(line.asker, block);
    else this.queue(line, block);
    this.answerAll();
  }

  /** What is needed sooner comes before what was asked for earlier. */
  private queue(line: Line<P>, block: Block): void {
    const { asker, waiting } = line;
    if (!line.active) {
      line.active = true;
      line.movedAtMs = this.port.now();
      this.active.push(line);
    }
    const needMs = this.port.needMs(asker, block);
    let at = waiting.length;
    for (let before = waiting[at - 1]; before !== undefined && this.port.needMs(asker, before) > needMs; before = waiting[at - 1]) at--;
    waiting.splice(at, 0, block);
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
  clear(asker: P): void {
    for (const block of this.lines.get(asker.id)?.waiting.splice(0) ?? []) this.port.reject(asker, block);
  }

  /** Answers as much as channels and uplink bear; what goes to one peer leaves together. */
  drain(): void {
    const { buffered, waitMs } = this.answerAll();
    if (this.answered.length > 0) this.flush();
    if (waitMs > 0) {
      this.again(waitMs);
      return;
    }
    const above = buffered - this.rate.mostBuffered;
    if (this.asks) this.again(Math.min(LOOK_MOST_MS, Math.max(LOOK_LEAST_MS, Math.ceil(Math.max(above, LOOK_BYTES) / this.rate.cap))));
  }

  /** Tells how much the channels hold then, and for how long the rate lets nothing more go. */
  private answerAll(): { readonly buffered: number; readonly waitMs: number } {
    let buffered = this.look();
    while (buffered < this.rate.mostBuffered) {
      const line = this.next();
      if (line === null) break;
      const waitMs = this.rate.waitMs(this.port.now());
      if (waitMs > 0) return { buffered, waitMs };
      buffered += this.answer(line);
    }
    return { buffered, waitMs: 0 };
  }

  private flush(): void {
    for (const line of this.answered.splice(0)) {
      line.leaving = 0;
      this.port.flush(line.asker);
    }
    this.look();
  }

  private get asks(): boolean {
    const now = this.port.now();
    for (const line of this.active) if (this.takes(line, now)) return true;
    return false;
  }

  private get mostWaiting(): number {
    return Math.min(LIMITS.requests, Math.max(LEAST_WAITING, (this.rate.cap * QUEUE_MS) / BLOCK_BYTES));
  }

  /** Tells how many bytes it sent. */
  private answer(line: Line<P>): number {
    const block = line.waiting.shift();
    if (block === undefined) return 0;
    const data = this.port.read(block);
    if (data === null) {
      this.port.reject(line.asker, block);
      return 0;
    }
    this.sinceAlms = this.port.gives(line.asker) ? this.sinceAlms + 1 : 0;
    const now = this.port.now();
    line.lately = lately(line, now) + 1;
    line.latelyAtMs = now;
    this.rate.spent(data.length);
    this.port.send(line.asker, block, data);
    if (line.leaving === 0) this.answered.push(line);
    line.leaving += data.length;
    return data.length;
  }

  /** Whose turn it is: who gives before who does not, then who needs it soonest, those that got much lately a little later. */
  private next(): Line<P> | null {
    const now = this.port.now();
    let giving: Line<P> | null = null;
    let other: Line<P> | null = null;
    let givingOrder = Infinity;
    let otherOrder = Infinity;
    for (const line of this.active) {
      const first = line.waiting[0];
      if (first === undefined || !this.takes(line, now)) continue;
      const order = this.port.needMs(line.asker, first) + TURN_MS * lately(line, now);
      const gives = this.port.gives(line.asker);
      if (order >= (gives ? givingOrder : otherOrder)) continue;
      if (gives) [giving, givingOrder] = [line, order];
      else [other, otherOrder] = [line, order];
    }
    return giving === null || (other !== null && this.sinceAlms >= ALMS_EVERY - 1) ? other : giving;
  }

  /** Tells how much the channels hold, with what is about to leave. */
  private look(): number {
    const now = this.port.now();
    let buffered = 0;
    let asking = 0;
    let open = 0;
    let idle = 0;
    for (const line of this.active) {
      const held = line.asker.link.bufferedBytes + line.leaving;
      if (held === 0 || held < line.buffered) line.movedAtMs = now;
      line.buffered = held;
      if (held === 0 && line.waiting.length === 0) {
        line.active = false;
        idle++;
      }
      if (isStuck(line, now)) continue;
      buffered += held;
      if (line.waiting.length === 0) continue;
      asking++;
      if (line.asker.link.canSend) open++;
    }
    if (idle > 0) this.active = this.active.filter(({ active }) => active);
    this.rate.look(now, buffered, asking > 0 && (open === 0 || buffered >= this.rate.mostBuffered));
    return buffered;
  }

  private takes(line: Line<P>, now: number): boolean {
    return line.waiting.length > 0 && line.asker.link.canSend && !isStuck(line, now);
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

/** When a peer counts as needing a piece that `holders` of `peers` have: what few have goes before what is needed as soon, so that it gets around a large swarm. */
export function rareSoonerMs(needMs: number, holders: number, peers: number): number {
  return needMs * (RAREST_PART + (1 - RAREST_PART) * (holders / peers));
}

function isStuck({ buffered, movedAtMs }: Line<Asker>, now: number): boolean {
  return buffered > 0 && now - movedAtMs > STUCK_MS;
}

function lately({ lately: blocks, latelyAtMs }: Line<Asker>, now: number): number {
  return blocks === 0 ? 0 : blocks * 2 ** ((latelyAtMs - now) / LATELY_MS);
}

function same(a: Block, b: Block): boolean {
  return a.piece === b.piece && a.begin === b.begin && a.length === b.length;
}
