import type { PieceIndex } from './ids';
import type { LiveIndices } from './live-pieces';

/** Which piece indices a swarm has: those of a film with so many pieces, or a live channel's (docs/PROTOCOL.md §2.5). */
export type PieceSpace = number | LiveIndices;

/** A set of piece indices. */
export interface PieceSet {
  readonly count: number;
  has(piece: PieceIndex): boolean;
  add(piece: PieceIndex): void;
  delete(piece: PieceIndex): void;
  /** The members in order. */
  each(): IterableIterator<PieceIndex>;
}
