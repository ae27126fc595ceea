import type { Digest } from './digest';
import { blockRange, blocks } from './geometry';
import type { Geometry } from './geometry';
import { ContentError, hex } from './ids';
import type { Bytes, Root } from './ids';
import { hashOfPair } from './sha256';

const HASH_BYTES = 32;
const LEAVES_IN_FLIGHT = 16;

/** Merkle trees of BEP 52 over 16 KiB leaves, as docs/PROTOCOL.md §2.3 cuts them. Holds no state but cached zero trees. */
export class Merkle {
  private readonly zeros: Bytes[] = [new Uint8Array(HASH_BYTES)];

  constructor(
    private readonly digest: Digest,
    private readonly geometry: Geometry,
  ) {}

  /** The hash of one piece of a segment that has `pieces` of them. */
  async pieceHash(bytes: Bytes, pieces: number): Promise<Bytes> {
    if (bytes.length === 0 || bytes.length > this.geometry.pieceLength) throw new ContentError(`a piece of ${bytes.length} bytes`);
    const leaves = await this.leaves(bytes);
    const width = pieces === 1 ? powerOfTwo(leaves.length) : this.geometry.blocksPerPiece;
    return this.tree(leaves, width, 0);
  }

  /** The root of a segment from its pieces' hashes. */
  root(pieceHashes: readonly Bytes[]): Root {
    const [only] = pieceHashes;
    if (only === undefined) throw new ContentError('a segment without pieces');
    if (pieceHashes.length === 1) return hex(only) as Root;
    const width = powerOfTwo(pieceHashes.length);
    return hex(this.tree(pieceHashes, width, Math.log2(this.geometry.blocksPerPiece))) as Root;
  }

  /** The hashes of all pieces of a segment and its root. */
  async segment(bytes: Bytes): Promise<{ readonly pieceHashes: readonly Bytes[]; readonly root: Root }> {
    const pieces = this.geometry.pieces(bytes.length);
    const pieceHashes: Bytes[] = [];
    for (const piece of this.geometry.each(bytes.length)) {
      const { start, end } = this.geometry.pieceRange(bytes.length, piece);
      pieceHashes.push(await this.pieceHash(bytes.subarray(start, end), pieces));
    }
    return { pieceHashes, root: this.root(pieceHashes) };
  }

  /** Piece hashes out of a part of `.cordwood/hashes/…`; `null` unless they are those of a segment with this root and number of pieces. */
  listed(list: Bytes, expected: Root, pieces: number): readonly Bytes[] | null {
    if (list.length !== pieces * HASH_BYTES) return null;
    const hashes = Array.from({ length: pieces }, (_, i) => list.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    return this.root(hashes) === expected ? hashes : null;
  }

  private async leaves(bytes: Bytes): Promise<Bytes[]> {
    const leaves: Bytes[] = [];
    for (let from = 0; from < blocks(bytes.length); from += LEAVES_IN_FLIGHT) {
      const batch: Promise<Bytes>[] = [];
      for (let i = from; i < Math.min(blocks(bytes.length), from + LEAVES_IN_FLIGHT); i++) {
        const { start, end } = blockRange(bytes.length, i);
        batch.push(this.digest(bytes.subarray(start, end)));
      }
      leaves.push(...(await Promise.all(batch)));
    }
    return leaves;
  }

  /** The tree over `nodes` of height `level`, padded to `width` with zero trees of that height. */
  private tree(nodes: readonly Bytes[], width: number, level: number): Bytes {
    let row = nodes;
    for (let size = width; size > 1; size /= 2, level++) {
      const below = row;
      const zero = this.zero(level);
      row = Array.from({ length: Math.ceil(below.length / 2) }, (_, i) => hashOfPair(below[2 * i] ?? zero, below[2 * i + 1] ?? zero));
    }
    return row[0] ?? this.zero(level);
  }

  private zero(level: number): Bytes {
    const known = this.zeros[level];
    if (known !== undefined) return known;
    const below = this.zero(level - 1);
    const made = hashOfPair(below, below);
    this.zeros[level] = made;
    return made;
  }
}

function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)));
}

