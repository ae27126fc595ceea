import { hash01 } from './hash';
import type { ScheduleState, SegmentView } from './types';

/** From how much of their patience more those wait, up to once more, who would neither own a segment nor stand in for its owner. */
const LATER = 0.25;

/** The player waits for a segment, and peers are not, or no longer, waited for. Those who share a neighbourhood run out one by one. */
export function outOfPatience(view: SegmentView, state: ScheduleState, rank: number, nowMs: number): boolean {
  const later = rank <= 1 ? 0 : LATER + (1 - LATER) * hash01(`${state.self}?${view.segment.root}`);
  return nowMs - view.demandedAtMs > state.patienceMs * (1 + later);
}
