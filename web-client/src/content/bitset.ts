import type { Bytes, PieceIndex } from './ids';
import type { PieceSet } from './pieces';

/** A set of piece indices below `size`, laid out as BEP 3's bitfield: the high bit of the first byte is piece 0. */
export class Bitset implements PieceSet {
  private readonly bits: Bytes;
  private members = 0;

  constructor(readonly size: number) {
    this.bits = new Uint8Array(Math.ceil(size / 8));
  }

  /** Reads a bitfield; `null` when its length is wrong or a spare bit is set. */
  static read(bytes: Uint8Array, size: number): Bitset | null {
    const set = new Bitset(size);
    if (bytes.length !== set.bits.length) return null;
    for (let i = 0; i < bytes.length * 8; i++) {
      if (((bytes[i >> 3] ?? 0) & (0x80 >> (i & 7))) === 0) continue;
      if (i >= size) return null;
      set.add(i as PieceIndex);
    }
    return set;
  }

  get count(): number {
    return this.members;
  }

  has(piece: PieceIndex): boolean {
    return ((this.bits[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0;
  }

  add(piece: PieceIndex): void {
    if (piece < 0 || piece >= this.size || this.has(piece)) return;
    this.bits[piece >> 3] = (this.bits[piece >> 3] ?? 0) | (0x80 >> (piece & 7));
    this.members++;
  }

  delete(piece: PieceIndex): void {
    if (!this.has(piece)) return;
    this.bits[piece >> 3] = (this.bits[piece >> 3] ?? 0) & ~(0x80 >> (piece & 7));
    this.members--;
  }

  fill(): void {
    for (let i = 0; i < this.size; i++) this.add(i as PieceIndex);
  }

  clear(): void {
    this.bits.fill(0);
    this.members = 0;
  }

  /** The members in order. */
  *each(): IterableIterator<PieceIndex> {
    for (let i = 0; i < this.size; i++) if (this.has(i as PieceIndex)) yield i as PieceIndex;
  }

  /** The bitfield, a copy. */
  bytes(): Bytes {
    return this.bits.slice();
  }
}
