import type { Clock } from './clock';
import type { Random } from './random';

/** Where a host is: coordinates in a square of which a side is 70 ms, and the round trip of its own access line. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly accessMs: number;
}

const SIDE_MS = 70;
const HEADER_BYTES = 60;

export function somewhere(random: Random): Place {
  return { x: random.next(), y: random.next(), accessMs: random.between(2, 18) };
}

/** Round trip between two places. */
export function rttMs(a: Place, b: Place): number {
  return 4 + a.accessMs + b.accessMs + SIDE_MS * Math.hypot(a.x - b.x, a.y - b.y);
}

/** Something to be sent to one receiver; skipped when cancelled before its turn. */
export interface Parcel {
  readonly bytes: number;
  cancelled: boolean;
  sent(): void;
}

/** What waits for one receiver, in order. */
export class Flow {
  readonly parcels: Parcel[] = [];
  active = false;
}

/** A sender's line, shared block by block by those who have something to send. */
export class Uplink {
  bytesSent = 0;
  /** Bytes since it was asked last. */
  recentBytes = 0;
  private readonly waiting: Flow[] = [];
  private busy = false;

  constructor(
    private readonly clock: Clock,
    readonly bitsPerMs: number,
  ) {}

  put(flow: Flow, parcel: Parcel): void {
    flow.parcels.push(parcel);
    if (!flow.active) {
      flow.active = true;
      this.waiting.push(flow);
    }
    if (!this.busy) this.next();
  }

  private next(): void {
    this.busy = false;
    for (let flow = this.waiting.shift(); flow !== undefined; flow = this.waiting.shift()) {
      const parcel = firstWanted(flow);
      if (parcel === null) {
        flow.active = false;
        continue;
      }
      this.busy = true;
      this.clock.after(((parcel.bytes + HEADER_BYTES) * 8) / this.bitsPerMs, () => {
        this.bytesSent += parcel.bytes;
        this.recentBytes += parcel.bytes;
        parcel.sent();
        this.waiting.push(flow);
        this.next();
      });
      return;
    }
  }
}

function firstWanted(flow: Flow): Parcel | null {
  for (let parcel = flow.parcels.shift(); parcel !== undefined; parcel = flow.parcels.shift()) if (!parcel.cancelled) return parcel;
  return null;
}

/** A receiver's line: what arrives together waits for one another. */
export class Downlink {
  private freeAtMs = 0;

  constructor(readonly bitsPerMs: number) {}

  /** When bytes that reach the line at `atMs` are through. */
  through(atMs: number, bytes: number): number {
    this.freeAtMs = Math.max(this.freeAtMs, atMs) + (bytes * 8) / this.bitsPerMs;
    return this.freeAtMs;
  }
}

const ZERO = 0.1;
const BELOW = 0.3;
const LONGEST = 20;

/**
 * Uplinks of `count` viewers as multiples of the bitrate: a tenth have none, 30 % less than the bitrate, the others a long tail up to
 * 20 times. The mean is 1.6 whatever the seed: shares are dealt, not drawn.
 */
export function dealUplinks(count: number, random: Random): number[] {
  const shares = Array.from({ length: count }, (_, i) => uplinkAt((i + 0.5) / count));
  const scaled = shares.map((share) => (share > 1 ? 1 + (share - 1) * tailScale(shares) : share));
  return random.shuffle(scaled);
}

function uplinkAt(quantile: number): number {
  if (quantile < ZERO) return 0;
  if (quantile < ZERO + BELOW) return 0.15 + (0.85 * (quantile - ZERO)) / BELOW;
  return Math.min(LONGEST, ((1 - quantile) / (1 - ZERO - BELOW)) ** (-1 / 1.65));
}

const MEAN = 1.6;

function tailScale(shares: readonly number[]): number {
  const excess = shares.reduce((sum, share) => sum + Math.max(0, share - 1), 0);
  const base = shares.reduce((sum, share) => sum + Math.min(1, share), 0);
  return excess === 0 ? 1 : Math.max(0, MEAN * shares.length - base) / excess;
}
