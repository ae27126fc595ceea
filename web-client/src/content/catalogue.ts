import type { PieceIndex, PieceInSegment, Root } from './ids';
import type { RecordsFile, Segment } from './records';

/** A piece named by its segment. */
export interface PlacedPiece {
  readonly segment: Segment;
  readonly piece: PieceInSegment;
}

/** All records known of a title, found by address, by time and by piece. A film's grows as records files arrive; a live channel's grows and slides. */
export class Catalogue {
  private readonly byUri = new Map<string, Segment>();
  private readonly segments = new Map<Root, Segment>();
  private readonly byRendition = new Map<string, readonly Segment[]>();
  private byPiece: readonly Segment[] = [];

  /** Adds a records file; one that was added before is ignored. */
  add(file: RecordsFile): void {
    if (this.byRendition.has(file.rendition)) return;
    this.byRendition.set(
      file.rendition,
      file.segments.filter((segment) => segment.number > 0),
    );
    for (const segment of file.segments) {
      this.byUri.set(segment.uri, segment);
      this.segments.set(segment.root, segment);
    }
    this.sortPieces();
  }

  /** Adds a live segment whose signature was checked. */
  grow(segment: Segment): void {
    const before = this.byRendition.get(segment.rendition) ?? [];
    this.byRendition.set(segment.rendition, [...before, segment].sort((a, b) => a.number - b.number));
    this.byUri.set(segment.uri, segment);
    this.segments.set(segment.root, segment);
    this.sortPieces();
  }

  /** Forgets live segments before a number, and returns them. */
  slide(before: number): readonly Segment[] {
    const gone: Segment[] = [];
    for (const [rendition, segments] of this.byRendition) {
      gone.push(...segments.filter(({ number }) => number < before));
      this.byRendition.set(
        rendition,
        segments.filter(({ number }) => number >= before),
      );
    }
    for (const segment of gone) {
      this.byUri.delete(segment.uri);
      if (this.segments.get(segment.root) === segment) this.segments.delete(segment.root);
    }
    this.sortPieces();
    return gone;
  }

  has(rendition: string): boolean {
    return this.byRendition.has(rendition);
  }

  find(uri: string): Segment | null {
    return this.byUri.get(uri) ?? null;
  }

  byRoot(root: Root): Segment | null {
    return this.segments.get(root) ?? null;
  }

  /** Media segments of a rendition that touch the time from `fromMs` to `toMs`, in playing order. */
  between(rendition: string, fromMs: number, toMs: number): readonly Segment[] {
    const all = this.byRendition.get(rendition) ?? [];
    return all.filter((segment) => segment.startMs + segment.durationMs > fromMs && segment.startMs < toMs);
  }

  /** What lies at an index of the torrent; `null` for pieces whose records are not known. */
  at(index: PieceIndex): PlacedPiece | null {
    let low = 0;
    let high = this.byPiece.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.byPiece[middle]?.firstPiece ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    const segment = this.byPiece[low - 1];
    if (segment === undefined || index >= segment.firstPiece + segment.pieces) return null;
    return { segment, piece: (index - segment.firstPiece) as PieceInSegment };
  }

  /** Pieces of all media segments known; `null` before the first records file. */
  mediaPieces(): number | null {
    if (this.byRendition.size === 0) return null;
    let sum = 0;
    for (const segments of this.byRendition.values()) for (const segment of segments) sum += segment.pieces;
    return sum;
  }

  private sortPieces(): void {
    this.byPiece = [...this.byUri.values()].sort((a, b) => a.firstPiece - b.firstPiece);
  }
}
