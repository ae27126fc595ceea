import { ContentError } from './ids';
import type { PieceInSegment } from './ids';

/** The wire unit of BEP 3 and the leaf of BEP 52, in bytes. */
export const BLOCK_BYTES = 16_384;

/** The most pieces of a title. */
export const PIECES_MOST = 2 ** 20;

/** Bytes `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The one place that divides by the piece length or the block length. Immutable. */
export class Geometry {
  /** `pieceLength`: a power of two from a block to 16 MiB. */
  constructor(readonly pieceLength: number) {
    if (!Number.isInteger(Math.log2(pieceLength)) || pieceLength < BLOCK_BYTES || pieceLength > 2 ** 24) {
      throw new ContentError(`a piece length of ${pieceLength} bytes`);
    }
  }

  /** Leaves of a whole piece. */
  get blocksPerPiece(): number {
    return this.pieceLength / BLOCK_BYTES;
  }

  /** Pieces of a segment of `size` bytes; refuses sizes that no title has. */
  pieces(size: number): number {
    const pieces = Math.ceil(size / this.pieceLength);
    if (pieces < 1 || pieces > PIECES_MOST) throw new ContentError(`a segment of ${size} bytes`);
    return pieces;
  }

  /** The pieces of a segment in order. */
  *each(size: number): IterableIterator<PieceInSegment> {
    for (let i = 0; i < this.pieces(size); i++) yield i as PieceInSegment;
  }

  /** Where a piece's real bytes lie in its segment. */
  pieceRange(size: number, piece: PieceInSegment): ByteRange {
    if (piece < 0 || piece >= this.pieces(size)) throw new ContentError(`piece ${piece} of a segment of ${size} bytes`);
    const start = piece * this.pieceLength;
    return { start, end: Math.min(size, start + this.pieceLength) };
  }

  /** The real bytes of a piece, without padding. */
  pieceBytes(size: number, piece: PieceInSegment): number {
    const { start, end } = this.pieceRange(size, piece);
    return end - start;
  }

  /** The piece that holds a byte of a segment. */
  pieceAt(offset: number): PieceInSegment {
    return Math.floor(offset / this.pieceLength) as PieceInSegment;
  }

  /** Bytes of `pieces` adjacent pieces, whole ones. */
  span(pieces: number): number {
    return pieces * this.pieceLength;
  }
}

/** Blocks of a piece that has `pieceBytes` real bytes. */
export function blocks(pieceBytes: number): number {
  return Math.ceil(pieceBytes / BLOCK_BYTES);
}

/** Where a block lies in a piece that has `pieceBytes` real bytes. */
export function blockRange(pieceBytes: number, block: number): ByteRange {
  const start = block * BLOCK_BYTES;
  return { start, end: Math.min(pieceBytes, start + BLOCK_BYTES) };
}

/** The block that begins at `begin`, or -1 when no block does. */
export function blockAt(begin: number): number {
  return begin % BLOCK_BYTES === 0 ? begin / BLOCK_BYTES : -1;
}
