import type { PieceIndex } from '../src/content/ids';

/** One neighbour's place among those of a viewer. */
export type Bit = number & { readonly of: 'neighbour' };

const MOST = 32;

/** What a viewer's neighbours say they have: a word for each piece with a bit for each neighbour, so that all who hold a piece are found in one place of the memory. */
export class Known {
  private readonly words: Uint32Array;
  private taken = 0;

  constructor(pieces: number) {
    this.words = new Uint32Array(pieces);
  }

  /** Another neighbour, with the pieces that it says it has (1 where it does). */
  join(has: Uint8Array): Bit {
    let place = 0;
    while (place < MOST && ((this.taken >>> place) & 1) === 1) place++;
    if (place >= MOST) throw new Error(`A viewer has at most ${MOST} neighbours.`);
    const bit = (1 << place) as Bit;
    this.taken |= bit;
    for (let piece = 0; piece < has.length; piece++) if (has[piece] === 1) this.set(piece as PieceIndex, bit, true);
    return bit;
  }

  leave(bit: Bit): void {
    this.taken &= ~bit;
    for (let piece = 0; piece < this.words.length; piece++) this.set(piece as PieceIndex, bit, false);
  }

  has(piece: PieceIndex, bit: Bit): boolean {
    return ((this.words[piece] ?? 0) & bit) !== 0;
  }

  set(piece: PieceIndex, bit: Bit, has: boolean): void {
    const word = this.words[piece] ?? 0;
    this.words[piece] = has ? word | bit : word & ~bit;
  }

  /** How many neighbours hold a piece. */
  holders(piece: PieceIndex): number {
    const word = this.words[piece] ?? 0;
    if (word === 0) return 0;
    const pairs = word - ((word >>> 1) & 0x55555555);
    const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
}
