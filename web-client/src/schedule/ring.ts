import type { PieceInSegment } from '../content/ids';
import type { Segment } from '../content/records';
import { hash32 } from './hash';

/** Slots of a cohort's ring. */
export const RING_SLOTS = 4_096;

/** Where a piece lies on its cohort's ring (docs/PROTOCOL.md §5.1); adjacent pieces of a segment lie one after the other. */
export function slotOf({ rendition, epoch, number, pieces }: Pick<Segment, 'rendition' | 'epoch' | 'number' | 'pieces'>, piece: PieceInSegment): number {
  return (hash32(`${rendition}/${epoch}/${number}`) + Math.floor((piece * RING_SLOTS) / pieces)) % RING_SLOTS;
}
