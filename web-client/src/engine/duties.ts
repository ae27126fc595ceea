import type { PieceInSegment } from '../content/ids';
import type { Segment } from '../content/records';
import type { DutyMessage } from '../net/signal-messages';
import { slotOf } from '../schedule/ring';
import type { Duty } from '../schedule/types';

/** The last few rings: one takes effect seconds after it is made, at most one is made in a second. */
const RINGS_KEPT = 16;
const MISSED_MOST = 32;

interface Ring extends DutyMessage {
  readonly atMs: number;
  /** Segments up to this one were in the horizon when the ring came. */
  readonly seenNumber: number;
}

/*
 * Invariant: `rings` are of one cohort, `fromNumber` ascending; a segment belongs to the last one that does not begin after it.
 */

/** What the node told this viewer to fetch for its cohort (docs/PROTOCOL.md §5.1), and where it had to help itself. */
export class Duties implements Duty {
  private rings: Ring[] = [];
  private readonly missedSlots = new Set<number>();

  constructor(private readonly now: () => number) {}

  get backupAfterMs(): number {
    return this.rings.at(-1)?.backupAfterMs ?? 0;
  }

  /** Takes what the node said; `seenNumber` is the last segment that is in the horizon. */
  take(message: DutyMessage, seenNumber: number): void {
    const same = this.rings.at(-1)?.cohort === message.cohort;
    const kept = same ? this.rings.filter((ring) => ring.fromNumber < message.fromNumber) : [];
    this.rings = message.cohort === 0 ? [] : [...kept, { ...message, atMs: this.now(), seenNumber }].slice(-RINGS_KEPT);
  }

  /** The node is gone: neighbours decide among themselves. */
  clear(): void {
    this.rings = [];
  }

  /** For a rendition that the ring is of. */
  of(rendition: string | null): Duty | undefined {
    return this.rings.at(-1)?.rendition === rendition ? this : undefined;
  }

  /**
   * A slot that another ring gave to somebody else before is treated as a backup's for segments that were in the horizon already: whoever had it
   * has most likely begun them; the backup then waits twice as long. A backup has its full wait after a ring came, too, for then the owner has only just heard of it.
   */
  owns(segment: Segment, piece: PieceInSegment): 'own' | 'backup' | null {
    let at = this.rings.length - 1;
    while ((this.rings[at]?.fromNumber ?? 0) > segment.number) at--;
    const ring = this.rings[at];
    if (ring === undefined || ring.rendition !== segment.rendition) return null;
    const slot = slotOf(segment, piece);
    const owner = holds(ring.slots, slot);
    const fresh = ring.fromNumber === 0 || segment.number > ring.seenNumber;
    if (owner && (fresh || holds(this.rings[at - 1]?.slots ?? [], slot))) return 'own';
    const waits = owner || fresh ? 1 : 2;
    return this.now() - ring.atMs >= waits * ring.backupAfterMs && (owner || holds(ring.backupSlots, slot)) ? 'backup' : null;
  }

  /** A piece that no neighbour has is fetched by this viewer; if it is not the owner, the owner did not bring it. */
  fetched(segment: Segment, piece: PieceInSegment): void {
    if (this.of(segment.rendition) === undefined || this.missedSlots.size >= MISSED_MOST) return;
    if (this.owns(segment, piece) !== 'own') this.missedSlots.add(slotOf(segment, piece));
  }

  /** The slots of such pieces since the last time this was asked. */
  missed(): number[] {
    const slots = [...this.missedSlots];
    this.missedSlots.clear();
    return slots;
  }
}

/** `ranges` are first slot and count by turns. */
function holds(ranges: readonly number[], slot: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    const first = ranges[i] ?? 0;
    if (slot < first) return false;
    if (slot < first + (ranges[i + 1] ?? 0)) return true;
  }
  return false;
}
