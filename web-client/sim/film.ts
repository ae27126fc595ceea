import type { PieceIndex, PieceInSegment, Root } from '../src/content/ids';
import { Geometry } from '../src/content/geometry';
import { LIVE_PIECE_BYTES } from '../src/content/live-pieces';
import type { Segment } from '../src/content/records';

export interface FilmPlan {
  readonly seconds: number;
  readonly bitsPerSecond: number;
  readonly renditions: number;
  readonly live: boolean;
  readonly segmentMs: number;
  /** There is a lowest rung, with which players begin. */
  readonly ladder: boolean;
}

/** Of the bit rate, what the lowest rung has. */
const LOWEST = 0.25;

const FAST_START_MS = [1_000, 1_000, 2_000];
const FILM_PIECE = 65_536;
/** A live title has so many segments when its first viewers come, and they play as far behind its edge as hls.js does. */
const LIVE_LEAD = 3;

/** A title without bytes: its records, and when each segment comes to be. A further rendition has half the bit rate of the one before. */
export class Film {
  readonly geometry: Geometry;
  readonly pieces: number;
  readonly live: boolean;
  readonly segmentMs: number;
  readonly bitsPerMs: number;
  /** The lowest rung, where there is a ladder. */
  readonly lowest: number | null;
  private readonly byRendition: Segment[][] = [];
  private readonly ofPiece: Segment[] = [];

  constructor(plan: FilmPlan) {
    this.live = plan.live;
    this.segmentMs = plan.segmentMs;
    this.bitsPerMs = plan.bitsPerSecond / 1000;
    this.geometry = new Geometry(plan.live ? LIVE_PIECE_BYTES : FILM_PIECE);
    for (let rendition = 0; rendition < plan.renditions; rendition++) this.byRendition.push(this.segments(plan, rendition, 2 ** -rendition));
    if (plan.ladder) this.byRendition.push(this.segments(plan, plan.renditions, LOWEST));
    this.lowest = plan.ladder ? plan.renditions : null;
    this.pieces = this.ofPiece.length;
  }

  get renditions(): number {
    return this.byRendition.length;
  }

  rendition(index: number): readonly Segment[] {
    return this.byRendition[index] ?? [];
  }

  at(index: PieceIndex): { readonly segment: Segment; readonly piece: PieceInSegment } | null {
    const segment = this.ofPiece[index];
    return segment === undefined ? null : { segment, piece: (index - segment.firstPiece) as PieceInSegment };
  }

  /** When a segment can be asked for; a film's are there from the beginning. */
  availableMs(segment: Segment): number {
    return this.live ? segment.startMs + segment.durationMs - this.leadMs : 0;
  }

  /** Where a viewer who comes now begins. */
  beginMs(nowMs: number): number {
    return this.live ? Math.floor(nowMs / this.segmentMs) * this.segmentMs : 0;
  }

  /** How far the picture at `playheadMs` is behind what a live title's camera sees. */
  latencyMs(playheadMs: number, nowMs: number): number {
    return nowMs + this.leadMs - playheadMs;
  }

  /** The number of a live title's newest segment. */
  edge(nowMs: number): number {
    return Math.floor((nowMs + this.leadMs) / this.segmentMs);
  }

  private get leadMs(): number {
    return LIVE_LEAD * this.segmentMs;
  }

  private segments({ seconds, bitsPerSecond, live, segmentMs }: FilmPlan, rendition: number, part: number): Segment[] {
    const segments: Segment[] = [];
    for (let startMs = 0; startMs < seconds * 1000; ) {
      const durationMs = live ? segmentMs : (FAST_START_MS[segments.length] ?? segmentMs);
      const sizeBytes = Math.round((bitsPerSecond * durationMs * part) / 8000);
      segments.push(this.segment(rendition, segments.length, startMs, durationMs, sizeBytes));
      startMs += durationMs;
    }
    return segments;
  }

  private segment(rendition: number, i: number, startMs: number, durationMs: number, sizeBytes: number): Segment {
    const name = `r${rendition}`;
    const pieces = this.geometry.pieces(sizeBytes);
    const segment: Segment = {
      rendition: name,
      number: i + 1,
      epoch: 0,
      part: 0,
      uri: `${name}/${i}.m4s`,
      sizeBytes,
      durationMs,
      startMs,
      root: `${name}-${i}` as Root,
      lines: '',
      firstPiece: this.ofPiece.length as PieceIndex,
      pieces,
      hashesAt: 0,
    };
    for (let piece = 0; piece < pieces; piece++) this.ofPiece.push(segment);
    return segment;
  }
}

