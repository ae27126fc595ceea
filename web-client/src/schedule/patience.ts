import { hash01 } from './hash';
import type { ScheduleState, SegmentView } from './types';

/** How long those wait longer who would neither own a segment nor stand in for its owner, at least and at most, as parts of patience. */
const LATER_LEAST = 0.25;
const LATER_MOST = 1;

/** The player waits for a segment, and peers are not, or no longer, waited for. Those who share a neighbourhood run out one by one. */
export function outOfPatience(view: SegmentView, state: ScheduleState, rank: number, nowMs: number): boolean {
  if (state.thin) return view.demanded;
  const later = rank <= 1 ? 0 : LATER_LEAST + (LATER_MOST - LATER_LEAST) * hash01(`${state.self}?${view.segment.root}`);
  return nowMs - view.demandedAtMs > state.patienceMs * (1 + later);
}
