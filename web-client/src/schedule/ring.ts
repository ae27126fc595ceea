import type { PieceInSegment } from '../content/ids';
import type { Segment } from '../content/records';
import { hash32 } from './hash';

/** Slots of a cohort's ring. */
export const RING_SLOTS = 4_096;

type Placed = Pick<Segment, 'rendition' | 'epoch' | 'number' | 'pieces'>;

/** Where a piece lies on its cohort's ring (docs/PROTOCOL.md §5.1); adjacent pieces of a segment lie one after the other. */
export function slotOf(segment: Placed, piece: PieceInSegment): number {
  return (firstSlotOf(segment) + Math.floor((piece * RING_SLOTS) / segment.pieces)) % RING_SLOTS;
}

/* Plans ask for one piece of a segment after the other. */
let latest: Placed | null = null;
let latestSlot = 0;

function firstSlotOf(segment: Placed): number {
  if (segment !== latest) {
    latest = segment;
    latestSlot = hash32(`${segment.rendition}/${segment.epoch}/${segment.number}`) % RING_SLOTS;
  }
  return latestSlot;
}
