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

/** Verified pieces by (root, piece), bounded in bytes. What lies furthest behind the playhead leaves first, then what lies furthest ahead. */
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

  /** Keeps a copy of a verified piece of a segment that begins at `startMs`. Returns what had to leave, which may be the piece itself. */
  put(root: Root, piece: PieceInSegment, bytes: Uint8Array, place: { startMs: number; playheadMs: number; bytesFromPeers: number }): readonly Evicted[] {
    if (this.has(root, piece)) return [];
    const { startMs, bytesFromPeers } = place;
    this.entries.set(key(root, piece), { bytes: new Uint8Array(bytes), root, piece, startMs, bytesFromPeers });
    this.held += bytes.length;
    return this.makeRoom(place.playheadMs);
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

  clear(): void {
    this.entries.clear();
    this.held = 0;
  }

  private makeRoom(playheadMs: number): readonly Evicted[] {
    if (this.held <= this.limitBytes) return [];
    const evicted: Evicted[] = [];
    for (const [name, entry] of [...this.entries].sort(([, a], [, b]) => expendable(b, playheadMs) - expendable(a, playheadMs))) {
      if (this.held <= this.limitBytes) break;
      this.entries.delete(name);
      this.held -= entry.bytes.length;
      evicted.push({ root: entry.root, piece: entry.piece });
    }
    return evicted;
  }
}

/** Above 2^40 behind the playhead, growing with the distance; below, ahead of it. */
function expendable(entry: Entry, playheadMs: number): number {
  return entry.startMs < playheadMs ? 2 ** 40 + playheadMs - entry.startMs : entry.startMs - playheadMs;
}

function key(root: Root, piece: PieceInSegment): string {
  return `${root}/${piece}`;
}
