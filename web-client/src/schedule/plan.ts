import { askPeers } from './ask';
import type { Request, ScheduleState } from './types';
import { fetchFromWebseeds } from './fetch';

/**
 * Decides what to ask of whom next. Pure: the same state and time give the same requests; `nowMs` is of the clock that the state's
 * times are of. Segments are taken by deadline; a webseed gets what is urgent, what this viewer owns for all, and what it wants alone;
 * peers get the rest of what they hold.
 */
export function plan(state: ScheduleState, nowMs: number): Request[] {
  const segments = [...state.segments].sort((a, b) => a.deadlineMs - b.deadlineMs);
  const fetches = fetchFromWebseeds(segments, state, nowMs);
  return [...fetches, ...askPeers(segments, fetches, state, nowMs)];
}
