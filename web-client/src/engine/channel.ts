import type { Catalogue } from '../content/catalogue';
import { sameBytes } from '../content/ids';
import type { Bytes, PieceIndex } from '../content/ids';
import { livePiece } from '../content/live-pieces';
import type { Merkle } from '../content/merkle';
import type { Segment } from '../content/records';
import { liveSegmentOf, readSignedRecord } from '../content/signed-record';
import type { SignedRecord } from '../content/signed-record';

/** Who brought a record. */
export type Carrier = 'playlist' | 'node' | 'peer';

/** A record whose signature was checked. */
export interface KnownRecord {
  readonly segment: Segment;
  /** As it travels. */
  readonly encoded: Bytes;
  /** Since when it is known, of the engine's clock. */
  readonly sinceMs: number;
  readonly carrier: Carrier;
}

/**
 * What became of a record: `new` and `known` are those that are believed; `ignored` ones lie behind the window, or are signed and contradict
 * what is known; `elsewhere`: of a rendition that is not known; `refused` ones are not what the channel's key signed; `full`: too many were
 * being checked.
 */
export type Taken =
  | { readonly verdict: 'new' | 'known'; readonly record: KnownRecord }
  | { readonly verdict: 'ignored' | 'elsewhere' | 'refused' | 'full' };

/** What a channel needs of, and tells, its owner. */
export interface ChannelPort {
  now(): number;
  /** Whether the channel's key signed it. */
  signed(record: SignedRecord): Promise<boolean>;
  /** A segment became known; its piece hashes are those of its root, none for a segment of one piece. */
  added(record: KnownRecord, hashes: readonly Bytes[]): void;
  /** Segments before a number lie behind the window and are forgotten. */
  slid(before: number, gone: readonly Segment[]): void;
}

/** The newest records are kept for so long of channel time, and at least so many numbers. */
const WINDOW_MS = 120_000;
const WINDOW_LEAST = 12;
/** Signatures that are checked at once; more wait for nobody. */
const CHECKING_MOST = 64;
/** Segments of one number begin at the same time in all renditions, but for this. */
const SAME_MS = 500;

const IGNORED: Taken = { verdict: 'ignored' };
const REFUSED: Taken = { verdict: 'refused' };

/*
 * Invariant: a segment is in the catalogue only after its signature was checked; `times` is ascending in both number and time; nothing at or
 * before `floor` is known. States of a record: checking → known → forgotten, or refused, which leaves no trace.
 */

/** The records of a live channel: those that its key signed, of the newest segments. */
export class Channel {
  private readonly known = new Map<PieceIndex, KnownRecord>();
  private readonly times = new Map<number, number>();
  private readonly checking = new Map<PieceIndex, { readonly encoded: Bytes; readonly taken: Promise<Taken> }>();
  private checks = 0;
  private floor = 0;

  constructor(
    private renditions: readonly string[],
    private readonly catalogue: Catalogue,
    private readonly merkle: Merkle,
    private readonly port: ChannelPort,
  ) {}

  /** The place of a rendition in the title, -1 for one it has not. */
  placeOf(rendition: string): number {
    return this.renditions.indexOf(rendition);
  }

  /** The rendition that has a place in the title. */
  renditionAt(place: number): string | null {
    return this.renditions[place] ?? null;
  }

  /** Segments of a number lie behind the window. */
  forgot(number: number): boolean {
    return number <= this.floor;
  }

  /** The title has these renditions now: the same, and others behind them. */
  has(renditions: readonly string[]): void {
    this.renditions = renditions;
  }

  /** Takes a signed record. Never rejects. */
  async take(encoded: Bytes, carrier: Carrier): Promise<Taken> {
    const record = parsed(encoded);
    if (record === null) return REFUSED;
    const { rendition, number, part } = record.fields;
    const place = this.placeOf(rendition);
    if (place < 0) return { verdict: 'elsewhere' };
    if (part !== 0 || this.forgot(number)) return IGNORED;
    const first = livePiece(number, place, 0);
    const known = this.known.get(first);
    if (known !== undefined && sameBytes(known.encoded, encoded)) return { verdict: 'known', record: known };
    const running = this.checking.get(first);
    if (running !== undefined && sameBytes(running.encoded, encoded)) return asKnown(await running.taken);
    if (this.checks >= CHECKING_MOST) return { verdict: 'full' };
    this.checks++;
    const taken = this.check(record, first, place, carrier);
    if (running === undefined) this.checking.set(first, { encoded, taken });
    try {
      return await taken;
    } finally {
      this.checks--;
      if (running === undefined) this.checking.delete(first);
    }
  }

  /** The newest record of a rendition. */
  newest(rendition: string): KnownRecord | null {
    return this.recent(rendition, 1)[0] ?? null;
  }

  /** The newest records of a rendition, in order. */
  recent(rendition: string, most: number): readonly KnownRecord[] {
    return this.of(this.catalogue.between(rendition, -Infinity, Infinity).slice(-most));
  }

  /** What follows a number in a rendition without a gap, in order. */
  after(rendition: string, number: number): readonly KnownRecord[] {
    const later = this.catalogue.between(rendition, -Infinity, Infinity).filter((segment) => segment.number > number);
    const end = later.findIndex((segment, i) => segment.number !== number + 1 + i);
    return this.of(end < 0 ? later : later.slice(0, end));
  }

  private of(segments: readonly Segment[]): readonly KnownRecord[] {
    return segments.flatMap(({ firstPiece }) => this.known.get(firstPiece) ?? []);
  }

  private async check(record: SignedRecord, first: PieceIndex, place: number, carrier: Carrier): Promise<Taken> {
    const segment = liveSegmentOf(record, place);
    const hashes = segment.pieces === 1 ? [] : this.merkle.listed(record.hashes, segment.root, segment.pieces);
    if (hashes === null || !(await this.port.signed(record))) return REFUSED;
    const known = this.known.get(first);
    if (known !== undefined || this.forgot(segment.number) || this.contradicts(segment)) return IGNORED;
    const added = { segment, encoded: record.encoded, sinceMs: this.port.now(), carrier };
    this.known.set(first, added);
    this.learn(segment);
    this.catalogue.grow(segment);
    this.port.added(added, hashes);
    this.slide();
    return { verdict: 'new', record: added };
  }

  /** Time goes with numbers, and is the same for one number in all renditions. */
  private contradicts({ number, startMs }: Segment): boolean {
    for (const [other, atMs] of this.times) {
      if (other === number ? Math.abs(startMs - atMs) > SAME_MS : other < number === startMs <= atMs) return true;
    }
    return false;
  }

  private learn({ number, startMs }: Segment): void {
    if (!this.times.has(number)) this.times.set(number, startMs);
  }

  private slide(): void {
    const numbers = [...this.times.keys()].sort((a, b) => a - b);
    const newestMs = this.times.get(numbers.at(-1) ?? 0) ?? 0;
    const gone = numbers.slice(0, -WINDOW_LEAST).filter((number) => (this.times.get(number) ?? 0) < newestMs - WINDOW_MS);
    const last = gone.at(-1);
    if (last === undefined) return;
    this.floor = last;
    for (const number of gone) this.times.delete(number);
    const forgotten = this.catalogue.slide(last + 1);
    for (const { firstPiece } of forgotten) this.known.delete(firstPiece);
    this.port.slid(last + 1, forgotten);
  }
}

function parsed(encoded: Bytes): SignedRecord | null {
  try {
    return readSignedRecord(encoded);
  } catch {
    return null;
  }
}

function asKnown(taken: Taken): Taken {
  return taken.verdict === 'new' ? { verdict: 'known', record: taken.record } : taken;
}
