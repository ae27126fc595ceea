import type { Bytes, PieceInSegment, Root } from './ids';

/*
 * Invariant: `bytesHeld` is the sum of all entries and never above `limitBytes`; no buffer in it is known outside.
 * A piece is absent or held; it is held only after its hash was found right.
 */
interface Entry {
  readonly bytes: Bytes;
  readonly root: Root;
  readonly piece: PieceInSegment;
  readonly startMs: number;
  readonly bytesFromPeers: number;
}

/** A piece that left the store to make room. */
export interface Evicted {
  readonly root: Root;
  readonly piece: PieceInSegment;
}

/** What is known of a piece beside its bytes. */
export interface Place {
  /** When its segment begins. */
  readonly startMs: number;
  readonly bytesFromPeers: number;
  /** How well a piece can be spared, the larger the better; see {@link spareOf}. */
  spare(root: Root, startMs: number): number;
}

/** Verified pieces by (root, piece), bounded in bytes. What can best be spared leaves first. */
export class Store {
  private readonly entries = new Map<string, Entry>();
  private held = 0;

  constructor(private readonly limitBytes: number) {}

  get bytesHeld(): number {
    return this.held;
  }

  get piecesHeld(): number {
    return this.entries.size;
  }

  has(root: Root, piece: PieceInSegment): boolean {
    return this.entries.has(key(root, piece));
  }

  /** Keeps a verified piece, in memory that is the store's from now on. Returns what had to leave, which may be the piece itself. */
  put(root: Root, piece: PieceInSegment, bytes: Bytes, place: Place): readonly Evicted[] {
    if (this.has(root, piece)) return [];
    const { startMs, bytesFromPeers } = place;
    this.entries.set(key(root, piece), { bytes, root, piece, startMs, bytesFromPeers });
    this.held += bytes.length;
    return this.makeRoom((root, at) => place.spare(root, at));
  }

  /** A copy of part of a piece, or `null` when it is not held or shorter. */
  read(root: Root, piece: PieceInSegment, begin: number, length: number): Bytes | null {
    const entry = this.entries.get(key(root, piece));
    if (entry === undefined || begin < 0 || length < 1 || begin + length > entry.bytes.length) return null;
    return entry.bytes.slice(begin, begin + length);
  }

  /** Copies a whole piece into `target`; tells how many of its bytes came from peers, or `null` when it is not held. */
  copyTo(root: Root, piece: PieceInSegment, target: Bytes, at: number): { readonly bytesFromPeers: number } | null {
    const entry = this.entries.get(key(root, piece));
    if (entry === undefined) return null;
    target.set(entry.bytes, at);
    return { bytesFromPeers: entry.bytesFromPeers };
  }

  /** Forgets a segment of so many pieces. */
  drop(root: Root, pieces: number): void {
    for (let i = 0; i < pieces; i++) {
      const name = key(root, i as PieceInSegment);
      this.held -= this.entries.get(name)?.bytes.length ?? 0;
      this.entries.delete(name);
    }
  }

  clear(): void {
    this.entries.clear();
    this.held = 0;
  }

  private makeRoom(spare: Place['spare']): readonly Evicted[] {
    const evicted: Evicted[] = [];
    while (this.held > this.limitBytes) {
      const [name, entry] = mostExpendable(this.entries, spare);
      this.entries.delete(name);
      this.held -= entry.bytes.length;
      evicted.push({ root: entry.root, piece: entry.piece });
    }
    return evicted;
  }
}

function mostExpendable(entries: ReadonlyMap<string, Entry>, spare: Place['spare']): readonly [string, Entry] {
  const [first, ...others] = entries;
  if (first === undefined) throw new Error('bytes are held and no piece is');
  return others.reduce((best, one) => (spare(one[1].root, one[1].startMs) > spare(best[1].root, best[1].startMs) ? one : best), first);
}

/** How well a piece can be spared: what nobody here wants before what is wanted, and of either what lies furthest from every playhead. */
export function spareOf(wanted: boolean, startMs: number, playheadsMs: readonly number[]): number {
  return (wanted ? 0 : 2 ** 40) + Math.min(...playheadsMs.map((playheadMs) => Math.abs(startMs - playheadMs)));
}

function key(root: Root, piece: PieceInSegment): string {
  return `${root}/${piece}`;
}
