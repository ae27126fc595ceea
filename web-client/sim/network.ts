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

/** A block on its way out. */
export interface Parcel {
  readonly bytes: number;
  sent(): void;
}

/* As src/net/link.ts has them. */
const HIGH_BYTES = 262_144;
const LOW_BYTES = 16_384;

/** The sending end of a data channel: what it has taken it sends, in order. */
export class Channel {
  readonly parcels: Parcel[] = [];
  active = false;
  bufferedBytes = 0;
  private waitsForRoom = false;

  constructor(private readonly uplink: Uplink) {}

  /** It takes more; after it was full, no more before it is nearly empty. */
  get canSend(): boolean {
    if (this.bufferedBytes < HIGH_BYTES && !this.waitsForRoom) return true;
    this.waitsForRoom = this.bufferedBytes > LOW_BYTES;
    return !this.waitsForRoom;
  }

  /** Calls `writable` when there is room again. */
  send(parcel: Parcel, writable: () => void): void {
    this.bufferedBytes += parcel.bytes;
    this.uplink.put(this, {
      bytes: parcel.bytes,
      sent: () => {
        const above = this.bufferedBytes > LOW_BYTES;
        this.bufferedBytes -= parcel.bytes;
        parcel.sent();
        if (above && this.bufferedBytes <= LOW_BYTES) writable();
      },
    });
  }
}

/** A sender's line, shared block by block by the channels that have something to send. */
export class Uplink {
  bytesSent = 0;
  /** Bytes since it was asked last. */
  recentBytes = 0;
  private readonly waiting: Channel[] = [];
  private busy = false;

  constructor(
    private readonly clock: Clock,
    readonly bitsPerMs: number,
  ) {}

  put(channel: Channel, parcel: Parcel): void {
    channel.parcels.push(parcel);
    if (!channel.active) {
      channel.active = true;
      this.waiting.push(channel);
    }
    if (!this.busy) this.next();
  }

  private next(): void {
    const channel = this.waiting.shift();
    const parcel = channel?.parcels.shift();
    this.busy = channel !== undefined;
    if (channel === undefined || parcel === undefined) return;
    this.clock.after(((parcel.bytes + HEADER_BYTES) * 8) / this.bitsPerMs, () => {
      this.bytesSent += parcel.bytes;
      this.recentBytes += parcel.bytes;
      channel.active = channel.parcels.length > 0;
      if (channel.active) this.waiting.push(channel);
      this.next();
      parcel.sent();
    });
  }
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
