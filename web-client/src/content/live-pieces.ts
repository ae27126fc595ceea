import { ContentError } from './ids';
import type { Bytes, PieceIndex } from './ids';
import type { PieceSet } from './pieces';

/** Pieces a live segment may have, renditions a channel may have, and one more than the greatest number of its segments (docs/PROTOCOL.md §2.5). */
const PIECES = 2 ** 9;
const RENDITIONS = 2 ** 3;
const NUMBERS_END = 2 ** 31;
/** So many numbers have indices of their own on the wire. */
const NUMBERS = 2 ** 20;
const INDICES = NUMBERS * RENDITIONS * PIECES;
/** The piece length of every live channel, in bytes: one block, so that what a viewer has of a new segment is passed on at once. */
export const LIVE_PIECE_BYTES = 16_384;
/** The longest signed record, in bytes. */
export const SIGNED_MOST_BYTES = 65_536;
/** Bytes of a segment's bitmap at most. */
export const BITMAP_MOST_BYTES = PIECES / 8;

/**
 * The index of a piece of a live segment: `rendition` is the place of its rendition in the title. It grows with the number, below 2^43; on the wire it
 * is what it is modulo 2^32 (see {@link LiveIndices}). Throws a {@link ContentError} out of bounds.
 */
export function livePiece(number: number, rendition: number, piece: number): PieceIndex {
  const inside = (value: number, end: number): boolean => Number.isInteger(value) && value >= 0 && value < end;
  if (!inside(number, NUMBERS_END) || !inside(rendition, RENDITIONS) || !inside(piece, PIECES)) throw new ContentError(`piece ${piece} of segment ${number} in rendition ${rendition}`);
  return ((number * RENDITIONS + rendition) * PIECES + piece) as PieceIndex;
}

/** The number of the segment that an index lies in. */
export function liveNumber(index: PieceIndex): number {
  return Math.floor(index / (RENDITIONS * PIECES));
}

/** The place in the title of the rendition that an index lies in. */
export function liveRendition(index: PieceIndex): number {
  return Math.floor(index / PIECES) % RENDITIONS;
}

/** Whether there can be a live segment of this number. */
export function isLiveNumber(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number < NUMBERS_END;
}

/**
 * The index that one on the wire stands for: of the 2^20 numbers around `near`, which is known, 2^19 − 1 before it to 2^19 behind it (as serial
 * numbers are compared, RFC 1982). What would lie before a channel's beginning is read as it is.
 */
export function liveIndex(onWire: number, near: number): PieceIndex {
  const apart = (Math.floor(onWire / (RENDITIONS * PIECES)) - near) % NUMBERS;
  const ahead = apart > NUMBERS / 2 ? apart - NUMBERS : apart <= -NUMBERS / 2 ? apart + NUMBERS : apart;
  return (Math.max(0, Math.floor((near + ahead) / NUMBERS)) * INDICES + onWire) as PieceIndex;
}

/** The indices of a live channel: where on their ring it is. One for all peers. */
export class LiveIndices {
  private newest = 0;

  /** A segment of this number is known: its signature was checked. */
  reached(number: number): void {
    this.newest = Math.max(this.newest, number);
  }

  /** What an index stands for that came from a peer; `told` is the newest number that it named, for as long as nothing else is known. */
  read(onWire: number, told: number): PieceIndex {
    return liveIndex(onWire, this.newest === 0 ? told : this.newest);
  }
}

/*
 * Invariant: a segment is in `segments` only while it has a member; at most `most` are, those of the lowest numbers leave first.
 */

/** A set of live piece indices, of the newest segments only: it grows with the channel and forgets. */
export class LivePieces implements PieceSet {
  private readonly segments = new Map<number, Bytes>();
  private members = 0;

  constructor(private readonly most = 1_024) {}

  get count(): number {
    return this.members;
  }

  has(piece: PieceIndex): boolean {
    const at = piece % PIECES;
    return ((this.segments.get(piece - at)?.[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0;
  }

  add(piece: PieceIndex): void {
    if (this.has(piece)) return;
    const at = piece % PIECES;
    const bits = this.segments.get(piece - at) ?? new Uint8Array(BITMAP_MOST_BYTES);
    bits[at >> 3] = (bits[at >> 3] ?? 0) | (0x80 >> (at & 7));
    this.segments.set(piece - at, bits);
    this.members++;
    if (this.segments.size > this.most) this.drop(Math.min(...this.segments.keys()));
  }

  delete(piece: PieceIndex): void {
    const at = piece % PIECES;
    const bits = this.segments.get(piece - at);
    if (bits === undefined || !this.has(piece)) return;
    bits[at >> 3] = (bits[at >> 3] ?? 0) & ~(0x80 >> (at & 7));
    this.members--;
    if (bits.every((byte) => byte === 0)) this.segments.delete(piece - at);
  }

  *each(): IterableIterator<PieceIndex> {
    for (const first of this.firsts()) {
      for (let i = 0; i < PIECES; i++) if (this.has((first + i) as PieceIndex)) yield (first + i) as PieceIndex;
    }
  }

  /** The first pieces of the segments of which something is here, in order. */
  firsts(): PieceIndex[] {
    return [...this.segments.keys()].sort((a, b) => a - b) as PieceIndex[];
  }

  /** Which of a segment's pieces are here, the high bit of the first byte for its first one: a copy, as short as it can be. */
  bitmap(first: PieceIndex): Bytes {
    const bits = this.segments.get(first) ?? new Uint8Array(0);
    let length = bits.length;
    while (length > 0 && bits[length - 1] === 0) length--;
    return bits.slice(0, length);
  }

  /** Forgets all segments before a number. */
  forget(before: number): void {
    for (const first of this.segments.keys()) if (liveNumber(first as PieceIndex) < before) this.drop(first);
  }

  private drop(first: number): void {
    for (const byte of this.segments.get(first) ?? []) this.members -= onesOf(byte);
    this.segments.delete(first);
  }
}

function onesOf(byte: number): number {
  let ones = 0;
  for (let left = byte; left > 0; left &= left - 1) ones++;
  return ones;
}
